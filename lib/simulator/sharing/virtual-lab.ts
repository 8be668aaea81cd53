import { FRESH_MS } from '../../cluster/beat-times.js';
import { MemoryLab } from '../../cluster/memory/memory-lab.js';
import { MemoryStore, type HeldLab } from '../../cluster/memory/memory-store.js';
import type { SharedStore } from '../../cluster/shared-store.js';
import { LbsimError } from '../../errors.js';
import type { StartTimer } from '../../health/start-timer.js';
import type { EventQueue } from '../engine/event-queue.js';
import type { VirtualTimers } from '../engine/timers.js';
import type { StoreChange } from '../scenarios/scenario.js';

/** What a lab stands on. */
export interface VirtualLabDeps {
  readonly queue: EventQueue;
  readonly timers: VirtualTimers;
  /** Longest time until a balancer knows of the connections of the others. */
  readonly lag: number;
}

/** The store of a lab in virtual time. The clocks of the cluster run such that {@link FRESH_MS} are the lag. */
export class VirtualLab {
  readonly #queue: EventQueue;
  readonly #timers: VirtualTimers;
  readonly #msPerUnit: number;
  #lab = new MemoryLab();
  #isAway = false;
  /** Whether the cluster has something to do before the next event. */
  isBusy = false;

  constructor({ queue, timers, lag }: VirtualLabDeps) {
    this.#queue = queue;
    this.#timers = timers;
    this.#msPerUnit = FRESH_MS / lag;
  }

  /** As Node's timers, in milliseconds of the cluster. */
  readonly startTimer: StartTimer = (delayMs, action) =>
    this.#timers.start(delayMs / this.#msPerUnit, () => {
      this.isBusy = true;
      action();
    });

  /** The lab's store, as it is at each call; the way there takes no time. */
  get store(): SharedStore {
    const present: HeldLab = {
      beat: (...args) => this.#present.beat(...args),
      lookUp: (...args) => this.#present.lookUp(...args),
      renew: (...args) => this.#present.renew(...args),
      claim: (...args) => this.#present.claim(...args),
      change: (...args) => this.#present.change(...args),
      leave: (id) => this.#present.leave(id),
    };
    return new MemoryStore(present, () => this.#queue.now * this.#msPerUnit);
  }

  /** A store that is back is empty. */
  setStore(change: StoreChange): void {
    this.#isAway = change === 'away';
    if (change === 'back') this.#lab = new MemoryLab();
  }

  get #present(): MemoryLab {
    if (this.#isAway) throw new LbsimError('ERR_CLUSTER', 'the store is away: bring it back');
    return this.#lab;
  }

  /** Waits until the cluster has done what it does in this event. */
  async settled(): Promise<void> {
    this.isBusy = false;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
