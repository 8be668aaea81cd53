import type { DispatchRequest } from '../dispatch/dispatcher.js';
import type { EventSink } from '../event-sink.js';
import type { StartTimer } from '../health/start-timer.js';
import type { Backend } from '../routing/backend.js';
import type { Brain } from '../routing/brain.js';
import type { SessionRemoval } from '../routing/session-counts.js';
import type { RandomSource } from '../schedulers/scheduler.js';
import { withoutPassword, type ClusterAddress } from './address.js';
import type { ClusterEvents } from './events.js';
import { HealthHints, healthWordOf } from './health-hints.js';
import { LabMembers } from './lab-members.js';
import { LabWords, type Operable } from './lab-words.js';
import { ClusterMember } from './member.js';
import type { Reclaimed } from './member-deps.js';
import { RemoteCounts } from './remote-counts.js';
import { SessionClaims } from './session-claims.js';
import { SessionLookups, type LookupRequest } from './session-lookups.js';
import type {
  HealthWord,
  LabChange,
  LabMember,
  LabView,
  MemberInfo,
  MemberState,
  SharedStore,
} from './shared-store.js';
import type { ClusterShare, ClusterStanding, MeasureOperation } from './standing.js';

export interface ClusterSettings {
  readonly address: Pick<ClusterAddress, 'lab'>;
  /** As it was given. */
  readonly url: string;
  readonly id: string;
  readonly instance: string;
  readonly share: ClusterShare;
  readonly timeoutMs: number;
  readonly strict: boolean;
}

/** @typeParam R - the requests that it may hold */
export interface ClusterDeps<R extends LookupRequest = DispatchRequest> {
  readonly brain: Brain;
  readonly store: SharedStore;
  readonly events: EventSink<ClusterEvents>;
  readonly startTimer: StartTimer;
  readonly atEndOfTurn: (action: () => void) => void;
  readonly now: () => number;
  readonly random: RandomSource;
  /** What this balancer says of itself. */
  readonly info: () => MemberInfo;
  /** Idle life of SESSION_MAP's entries, in milliseconds. */
  readonly ttlMs: () => number;
  readonly place: (request: R) => void;
  readonly queued: (request: R) => void;
  /** Those that wait may be served now. */
  readonly changed: () => void;
  readonly stickinessChanged: (key: string) => void;
  readonly probeNow: (backend: Backend) => void;
  readonly operable: Operable;
  readonly measured: MeasureOperation;
}

/** A balancer among others: what they know is told to its brain, and what it knows to them. */
export class Cluster<R extends LookupRequest = DispatchRequest> {
  readonly #settings: ClusterSettings;
  readonly #deps: ClusterDeps<R>;
  readonly #member: ClusterMember;
  readonly #lookups: SessionLookups<R> | undefined;
  readonly #claims: SessionClaims | undefined;
  readonly #counts: RemoteCounts | undefined;
  readonly #hints: HealthHints | undefined;
  readonly #words: LabWords;
  readonly #members: LabMembers;
  /** When the store came or went, by the clock of its timers. */
  #since: number;

  constructor(settings: ClusterSettings, deps: ClusterDeps<R>) {
    const { share, strict, id } = settings;
    const { router, pool } = deps.brain;
    const { registry } = pool;
    this.#settings = settings;
    this.#deps = deps;
    this.#since = deps.now();
    this.#members = new LabMembers(settings.address.lab, id, deps.events);
    this.#member = new ClusterMember({
      ...deps,
      ...settings,
      state: () => this.#state(),
      joined: ({ members }) => this.#joined(members),
      seen: (view) => this.#seen(view),
      lost: (reason) => this.#lost(reason),
      alone: () => this.#tellCounts([]),
      rehearse: async (store) => this.#claims?.rehearse(store),
      reclaim: () => this.#reclaim(),
      back: (awayMs, reclaimed) => this.#back(awayMs, reclaimed),
    });
    const parts = { ...deps, id, router, registry, member: this.#member };
    const sharesSessions = share === 'all' || share === 'sessions';
    this.#lookups = sharesSessions ? new SessionLookups({ ...parts, strict }) : undefined;
    this.#claims = sharesSessions ? new SessionClaims(parts) : undefined;
    this.#counts = share === 'all' || share === 'counts' ? new RemoteCounts(pool) : undefined;
    this.#hints = share === 'all' ? new HealthHints(pool, deps.probeNow) : undefined;
    this.#words = new LabWords(registry, deps.operable);
  }

  /** @throws LbsimError `ERR_CLUSTER` of kind `usage`, rejecting: the store's client is not installed */
  start(): Promise<void> {
    return this.#member.start();
  }

  stop(): Promise<void> {
    return this.#member.stop((store) => this.#claims?.tellLast(store));
  }

  /** @returns whether the request is held until the store has answered; it is placed then */
  holds(request: R): boolean {
    return this.#lookups?.holds(request) === true;
  }

  cancel(request: R): void {
    this.#lookups?.cancel(request);
  }

  established(key: string): void {
    this.#claims?.established(key);
  }

  released(key: string): void {
    this.#claims?.released(key);
  }

  forgotten(key: string, why: SessionRemoval): void {
    this.#claims?.forgotten(key, why);
  }

  /** The operator's change of SESSION_MAP, here, is one for all. */
  async sessionsChanged(change: LabChange): Promise<void> {
    if (this.#claims !== undefined) await this.#tell(change);
  }

  /** @returns whether the store has the operator's words for all balancers of the lab */
  async say(change: LabChange & { readonly change: 'word' }): Promise<boolean> {
    return this.#tell(change);
  }

  get standing(): ClusterStanding {
    const { address, url, id, share, strict } = this.#settings;
    const { state, reason, asksStore, dueAt } = this.#member;
    const now = this.#deps.now();
    return {
      ...{ lab: address.lab, id, store: withoutPassword(url), share, strict, state, reason },
      stateMs: Math.round(now - this.#since),
      retryInMs: state === 'lost' && !asksStore && dueAt > now ? Math.round(dueAt - now) : null,
      members: this.#members.standing(state === 'lost'),
      backends: this.#deps.brain.pool.backends.map(
        ({ name: backend, ownConnections: own, openConnections: all }) => ({
          ...{ backend, own, all },
        }),
      ),
      sessionConflicts: this.#claims?.conflicts ?? 0,
      unconfirmedSessions: this.#claims?.unconfirmed ?? 0,
    };
  }

  async #tell(change: LabChange): Promise<boolean> {
    const { id } = this.#settings;
    const told = await this.#member.tell('change', async (store) => {
      await store.change(change, id);
      return true;
    });
    return told === true;
  }

  #state(): MemberState {
    const { backends } = this.#deps.brain.pool;
    const open: [name: string, connections: number][] = [];
    const health: [name: string, word: HealthWord][] = [];
    for (const backend of backends) {
      if (backend.ownConnections > 0) open.push([backend.name, backend.ownConnections]);
      const word = this.#hints === undefined ? undefined : healthWordOf(backend);
      if (word !== undefined) health.push([backend.name, word]);
    }
    return { info: this.#deps.info(), open: Object.fromEntries(open), health: Object.fromEntries(health) };
  }

  #seen({ members, notices, words }: LabView): void {
    const others = this.#members.seen(members);
    this.#tellCounts(others);
    this.#hints?.heed(others);
    for (const notice of notices) this.#claims?.noticed(notice);
    this.#claims?.beat();
    for (const refused of words === undefined ? [] : this.#words.carryOut(words))
      this.#deps.events.emit('cluster_word_refused', refused);
  }

  #tellCounts(others: readonly LabMember[]): void {
    if (this.#counts?.tell(others) === true) this.#deps.changed();
  }

  #joined(members: readonly LabMember[]): void {
    if (this.#member.state === 'joined') this.#since = this.#deps.now();
    this.#members.joined(members);
  }

  #lost(reason: string): void {
    this.#since = this.#deps.now();
    this.#deps.events.emit('cluster_lost', { reason });
  }

  async #reclaim(): Promise<Reclaimed | undefined> {
    this.#lookups?.back();
    for (const [backend, word] of this.#words.known)
      while (!(await this.#tell({ change: 'word', backend, word, isOld: true })))
        if (!this.#member.asksStore) return undefined;
    return this.#claims === undefined ? { reclaimed: 0, conflicts: 0 } : this.#claims.reclaim();
  }

  #back(awayMs: number, reclaimed: Reclaimed): void {
    this.#since = this.#deps.now();
    this.#deps.events.emit('cluster_back', { awayMs: Math.round(awayMs), ...reclaimed });
  }
}
