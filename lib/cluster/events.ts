/** What becomes of a balancer among others. */
export interface ClusterEvents {
  /** It is a member of the lab; the ids of all, itself among them: the first 100, and how many there are. */
  cluster_joined: [{ lab: string; id: string; members: string[]; membersCount: number }];
  /** Another one has come or gone; `membersCount` is how many there are now. */
  cluster_member: [{ member: string; change: 'joined' | 'left'; membersCount: number }];
  /** The store is away, refuses, or was emptied, or another balancer has the id: this one goes on with what it knows. Said once. */
  cluster_lost: [{ reason: string }];
  /** The store is back; entries of SESSION_MAP that it has from this balancer, and those that another was first to claim. */
  cluster_back: [{ awayMs: number; reclaimed: number; conflicts: number }];
  /** This balancer cannot do what an operator has told all balancers of the lab about a backend, or cannot read it. */
  cluster_word_refused: [{ backend: string; reason: string }];
  /**
   * Two balancers gave one client different backends: here it had `here`, from now on `there`. Live connections stay. At most
   * once a second; `conflicts` counts all.
   */
  session_conflict: [{ key: string; here: string; there: string; conflicts: number }];
}
