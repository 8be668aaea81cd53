import type { Conditions } from '../backends/conditions.js';
import type { Fleet } from '../backends/fleet.js';
import type { VirtualTimers } from '../engine/timers.js';
import type { BackendFault, Scenario, ScenarioEvent, StoreChange } from './scenario.js';
import type { VirtualBalancer } from '../balancer/virtual-balancer.js';

/** What faults act upon. */
export interface FaultPlayerDeps {
  readonly speeds: readonly number[];
  readonly fleet: Fleet;
  readonly conditions: Conditions;
  readonly balancers: readonly VirtualBalancer[];
  readonly timers: VirtualTimers;
  /** The jobs at a backend are gone. */
  readonly loseJobs: (backend: number) => void;
  /** Multiplies the rate of arrivals from now on. */
  readonly setArrivals: (factor: number) => void;
  /** The store by which balancers share is away from now on, or back. */
  readonly setStore: (change: StoreChange) => void;
}

/** Steps in which a cold backend becomes warm. */
const WARMING_STEPS = 20;

/** Injects the faults of a scenario at their times. */
export class FaultPlayer {
  readonly #deps: FaultPlayerDeps;
  /** What goes on warming up, by backend. */
  readonly #warming = new Map<number, () => void>();

  constructor(deps: FaultPlayerDeps) {
    this.#deps = deps;
  }

  /** @param numberOf - the number of the backend of that name */
  start({ events }: Scenario, numberOf: (name: string) => number): void {
    for (const event of events) {
      this.#deps.timers.start(event.at, () => this.#happen(event, numberOf));
    }
  }

  #happen(event: ScenarioEvent, numberOf: (name: string) => number): void {
    if ('arrivals' in event) this.#deps.setArrivals(event.arrivals);
    else if ('store' in event) this.#deps.setStore(event.store);
    else this.#inject(numberOf(event.backend), event.fault);
  }

  #inject(backend: number, fault: BackendFault): void {
    const { conditions, loseJobs } = this.#deps;
    const speed = this.#deps.speeds[backend] ?? 0;
    switch (fault.kind) {
      case 'slow':
        this.#setSpeed(backend, speed / fault.factor);
        return;
      case 'fail-fast':
        conditions.set(backend, 'failing');
        return;
      case 'black-hole':
        conditions.set(backend, 'silent');
        this.#setSpeed(backend, 0);
        return;
      case 'crash':
        conditions.set(backend, 'refusing');
        loseJobs(backend);
        return;
      case 'heal':
        conditions.set(backend, 'well');
        this.#setSpeed(backend, speed);
        return;
      case 'cold-start':
        conditions.set(backend, 'well');
        this.#warming.get(backend)?.();
        this.#warmUp(backend, fault.factor, fault.warmup, 0);
        return;
      case 'remove':
      case 'add':
        this.#enable(backend, fault.kind === 'add');
    }
  }

  /** The backend is as fast as that from now on, and warms up no further. */
  #setSpeed(backend: number, speed: number): void {
    this.#warming.get(backend)?.();
    this.#warming.delete(backend);
    this.#deps.fleet.setSpeed(backend, speed);
  }

  /** From a share of its speed to all of it, in even steps. */
  #warmUp(backend: number, factor: number, warmup: number, step: number): void {
    const share = 1 / factor + (1 - 1 / factor) * (step / WARMING_STEPS);
    this.#deps.fleet.setSpeed(backend, (this.#deps.speeds[backend] ?? 0) * share);
    if (step === WARMING_STEPS) this.#warming.delete(backend);
    else
      this.#warming.set(
        backend,
        this.#deps.timers.start(warmup / WARMING_STEPS, () =>
          this.#warmUp(backend, factor, warmup, step + 1),
        ),
      );
  }

  #enable(index: number, enabled: boolean): void {
    for (const balancer of this.#deps.balancers) {
      balancer.dispatcher.pool.setAdmin(balancer.backend(index), enabled ? 'ready' : 'maint');
    }
  }
}
