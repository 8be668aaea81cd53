/** What a balancer says of a backend's health to the others of its lab. */
export type HealthWord = 'up' | 'down';

/** A balancer of the lab, as it describes itself. Plain JSON. */
export interface MemberInfo {
  readonly host: string;
  readonly pid: number;
  /** Of lbsim. */
  readonly version: string;
  /** Where it listens, as `host:port`; null until it does. */
  readonly address: string | null;
  /** In RFC 3339. */
  readonly startedAt: string;
}

/** What a balancer knows, and what the others are told of it. Backends are known by their names. */
export interface MemberState {
  readonly info: MemberInfo;
  /** Its own open connections of each backend; those without any may be left out. */
  readonly open: Readonly<Record<string, number>>;
  readonly health: Readonly<Record<string, HealthWord>>;
}

/** The sign of life of a balancer, and what it wants to know. */
export interface Beat extends MemberState {
  readonly id: string;
  /** Tells this balancer from any other that was given the same id. */
  readonly instance: string;
  /** How long it counts as a member without another beat, in milliseconds of the store's clock. */
  readonly lifeMs: number;
  /** The {@link LabView.cursor} of its last beat; null for its first: it is told of no change from before. */
  readonly after: string | null;
  /** The {@link OperatorWords.revision} that it knows; 0 for none. */
  readonly revision: number;
}

export interface LabMember extends MemberState {
  readonly id: string;
  /** Since its last beat, in milliseconds of the store's clock. */
  readonly ageMs: number;
}

/** What has become of sessions since the last beat. */
export interface SessionNotice {
  /** `moved`: its backend was down for a balancer; `pin`, `forget`, `clear`: the operator's words. */
  readonly change: 'moved' | 'pin' | 'forget' | 'clear';
  /** Of the client; null for `clear`. */
  readonly key: string | null;
  /** Where it leads from now on; for `clear` the backend whose clients are meant, null for all; null for `forget`. */
  readonly backend: string | null;
  /** The balancer that it comes from. */
  readonly by: string;
}

/** What an operator says of a backend to all balancers of a lab; absent: nothing. */
export interface OperatorWord {
  readonly admin?: 'ready' | 'drain' | 'maint' | null;
  /** 1 to 256; null for what each was given. */
  readonly weight?: number | null;
  /** Whose word it is. */
  readonly by?: string;
}

export interface OperatorWords {
  /** Counts the changes. */
  readonly revision: number;
  readonly backends: Readonly<Record<string, OperatorWord>>;
  /** Backends of which the store has something that is no word: somebody else has written it. @default none */
  readonly unreadable?: readonly string[];
}

/** A lab, as a store has it. */
export interface LabView {
  /** All that live, the one that asks among them. */
  readonly members: readonly LabMember[];
  /** In the order in which they came. At most 1,000; the next beat has the rest. */
  readonly notices: readonly SessionNotice[];
  readonly cursor: string;
  /** When the store began to hold the lab: it has been emptied since it said something else. */
  readonly since: string;
  /** Undefined when the balancer knows them. */
  readonly words: OperatorWords | undefined;
}

/** A client, and the backend that it sticks to. */
export interface SharedSession {
  readonly key: string;
  readonly backend: string;
}

/** A balancer wants a client to stick to a backend. */
export interface SessionClaim extends SharedSession {
  /** Idle life from now on, in milliseconds. */
  readonly ttlMs: number;
  /** Whether a longer one that the entry has stays: the client is not used now. @default false */
  readonly isAtLeast?: boolean;
  /** An entry that leads there gives way: the balancer that claims knows that backend to be down, or does not know it. @default none */
  readonly stale?: string | undefined;
}

/** The operator's change, for all balancers of the lab. `pin` has the idle life of the entry, in milliseconds. */
export type LabChange =
  | { readonly change: 'pin'; readonly key: string; readonly backend: string; readonly ttlMs: number }
  | { readonly change: 'forget'; readonly key: string }
  | { readonly change: 'clear'; readonly backend: string | null }
  | {
      readonly change: 'word';
      readonly backend: string;
      readonly word: OperatorWord;
      /** Whether what the store has of it stays. @default false */
      readonly isOld?: boolean;
    };

/**
 * What the balancers of one lab share: a key-value store that others run, with one clock. Each call but `close` fails while
 * it is away; a caller that gives up waiting asks no second time before it has opened it anew.
 */
export interface SharedStore {
  /** Connects. @throws LbsimError `ERR_CLUSTER`, rejecting, with the reason */
  open(): Promise<void>;
  /**
   * Says how a balancer stands, and tells how the lab does. Members whose life is over are gone.
   *
   * @throws IdTakenError rejecting: a member of another instance lives; it stays as it is
   */
  beat(beat: Beat): Promise<LabView>;
  /** The backend of each client, null for one that is not known. To ask renews nothing. */
  lookUp(keys: readonly string[]): Promise<(string | null)[]>;
  /** As {@link lookUp}, and gives each entry that leads where it is said to that many milliseconds of idle life from now on. */
  renew(entries: readonly SharedSession[], ttlMs: number): Promise<(string | null)[]>;
  /** First writer wins. @param by - who claims @returns the backend that each client has from now on */
  claim(claims: readonly SessionClaim[], by: string): Promise<string[]>;
  /** @param by - the balancer that was told */
  change(change: LabChange, by: string): Promise<void>;
  /** The balancer is a member no longer. */
  leave(id: string): Promise<void>;
  /** Drops the connection; calls that are under way fail. */
  close(): void;
}

/** Notices of one beat at most. */
export const NOTICES_PER_BEAT = 1000;
/** Notices that a lab keeps. */
export const NOTICES_KEPT = 10_000;
/** How long the operator's words outlive the last balancer of a lab. */
export const WORDS_LIFE_MS = 3_600_000;
