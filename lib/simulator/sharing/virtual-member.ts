import { Cluster } from '../../cluster/cluster.js';
import { BEAT_MS } from '../../cluster/beat-times.js';
import type { LookupRequest } from '../../cluster/session-lookups.js';
import type { MemberInfo } from '../../cluster/shared-store.js';
import type { Backend } from '../../routing/backend.js';
import type { RandomSource } from '../../schedulers/scheduler.js';
import type { Exchange } from '../balancer/exchange.js';
import type { VirtualBalancer } from '../balancer/virtual-balancer.js';
import type { VirtualLab } from './virtual-lab.js';

/** What a member of a lab stands on. */
export interface VirtualMemberDeps {
  readonly lab: VirtualLab;
  readonly balancer: VirtualBalancer;
  /** What the others know it by. */
  readonly id: string;
  /** Of the times of its exchanges. */
  readonly random: RandomSource;
  /** Whether clients stick to backends. */
  readonly sticky: boolean;
  readonly now: () => number;
  /** A job that was held goes on. */
  readonly place: (job: number) => void;
  /** Those that wait at the balancer may be served now. */
  readonly changed: (balancer: VirtualBalancer) => void;
}

/** A job that waits until it is known where its client sticks to. */
interface HeldJob extends LookupRequest {
  readonly job: number;
  isGivenUp: boolean;
}

const NONE_TRIED: ReadonlySet<Backend> = new Set();
const INFO: MemberInfo = { host: 'simulated', pid: 0, version: '', address: null, startedAt: '' };
/** The longest wait for the store, of the cluster's milliseconds: it answers at once. */
const TIMEOUT_MS = 30;

/** A balancer in a lab of several: the code of `lbsim balance --cluster`, in virtual time. */
export class VirtualMember implements Exchange {
  readonly #deps: VirtualMemberDeps;
  readonly #cluster: Cluster<HeldJob>;
  readonly #held = new Map<number, HeldJob>();

  constructor(deps: VirtualMemberDeps) {
    const { lab, balancer, id, random, now, place, changed } = deps;
    this.#deps = deps;
    this.#cluster = new Cluster<HeldJob>(
      {
        address: { lab: 'lab' },
        url: 'memory:',
        id,
        instance: id,
        share: 'all',
        timeoutMs: TIMEOUT_MS,
        strict: false,
      },
      {
        brain: balancer.brain,
        store: lab.store,
        events: { emit: () => undefined },
        startTimer: lab.startTimer,
        atEndOfTurn: (action) => void lab.startTimer(0, action),
        now,
        random,
        info: () => INFO,
        ttlMs: () => Number.MAX_SAFE_INTEGER,
        // In an event of its own, so that an algorithm that fails ends the run.
        place: (held) => void lab.startTimer(0, () => this.#end(held) && place(held.job)),
        queued: () => undefined,
        changed: () => changed(balancer),
        stickinessChanged: (key) => balancer.dispatcher.stickinessChanged(key, now()),
        probeNow: (backend) => balancer.probeNow(backend),
        operable: { setAdmin: () => undefined, setWeight: () => undefined },
        measured: () => undefined,
      },
    );
  }

  /** At a time of its own, as balancers do not start together. */
  start(): void {
    const { lab, random } = this.#deps;
    lab.startTimer(random() * BEAT_MS, () => void this.#cluster.start());
  }

  holds(job: number, stickyKey: string): boolean {
    if (!this.#deps.sticky) return false;
    const held: HeldJob = { job, stickyKey, tried: NONE_TRIED, ticket: 0, isGivenUp: false };
    if (!this.#cluster.holds(held)) return false;
    this.#held.set(job, held);
    return true;
  }

  cancel(job: number): void {
    const held = this.#held.get(job);
    if (held === undefined) return;
    held.isGivenUp = true;
    this.#held.delete(job);
    this.#cluster.cancel(held);
  }

  established(key: string): void {
    if (this.#deps.sticky) this.#cluster.established(key);
  }

  released(key: string): void {
    if (this.#deps.sticky) this.#cluster.released(key);
  }

  countChanged(): void {
    // The next beat says so.
  }

  /** @returns whether the job is still to be placed */
  #end(held: HeldJob): boolean {
    if (held.isGivenUp) return false;
    this.#held.delete(held.job);
    return true;
  }
}
