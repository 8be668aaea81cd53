import type { RandomSource } from '../schedulers/scheduler.js';
import type { LabView, MemberState, SharedStore } from './shared-store.js';
import type { StoreCallDeps } from './store-calls.js';

/** Sessions that the store has from this balancer again, and those that another one was first to claim. */
export interface Reclaimed {
  readonly reclaimed: number;
  readonly conflicts: number;
}

/** What a member of a lab stands on. */
export interface MemberDeps extends StoreCallDeps {
  readonly id: string;
  /** Tells this balancer from any other that was given the same id. */
  readonly instance: string;
  readonly random: RandomSource;
  /** What the others are told. */
  readonly state: () => MemberState;
  /** The lab as it is: after each beat. */
  readonly seen: (view: LabView) => void;
  readonly joined: (view: LabView) => void;
  readonly lost: (reason: string) => void;
  /** What the others have is not known any more. */
  readonly alone: () => void;
  /** Claims what the store has not taken yet, or a part of it; rejects where it takes nothing. */
  readonly rehearse: (store: SharedStore) => Promise<unknown>;
  /** The store is to have again what this balancer holds. @returns undefined when the store is away again */
  readonly reclaim: () => Promise<Reclaimed | undefined>;
  /** The store is there again, and has it; how long it was away, in milliseconds. */
  readonly back: (awayMs: number, reclaimed: Reclaimed) => void;
}
