import { LbsimError } from '../errors.js';
import type { CustomAlgorithm } from '../schedulers/custom-algorithm.js';
import { algorithmError, GuardedScheduler, type AlgorithmFailure } from '../schedulers/guarded.js';
import { newScheduler } from '../schedulers/index.js';
import type { SchedulerOptions } from '../schedulers/options.js';
import type { Candidate, RandomSource, Scheduler } from '../schedulers/scheduler.js';
import { seededRandom } from '../seeded-random.js';
import { BackendPool } from './backend-pool.js';
import type { Backend, BackendSpec } from './backend.js';
import type { Journal } from './journal.js';
import { Router } from './router.js';
import { noSessionCounts, type SessionRemoval } from './session-counts.js';
import { SessionMap } from './session-map.js';

/** All that a {@link Brain} is built from, beside its randomness. All is JSON. Times are in milliseconds. */
export interface BrainSettings {
  /** A name of the scheduler table, or that of an algorithm of one's own. */
  readonly algorithm: string;
  /** @default those of the algorithm */
  readonly schedulerOptions?: SchedulerOptions;
  readonly backends: readonly BackendSpec[];
  /** Connections that each backend may have at once. @default unlimited */
  readonly maxPerBackend?: number;
  /** @default 0 */
  readonly slowStartMs?: number;
  /** How SESSION_MAP is bounded. @default no client sticks to a backend */
  readonly sessions?: { readonly max: number; readonly ttlMs: number };
}

/** What a {@link Brain} is handed, and who is told. */
export interface BrainDeps {
  /** For the scheduler alone, so that the same draws give the same picks. */
  readonly random: RandomSource;
  /** The algorithm, if it is not one of the scheduler table. */
  readonly custom?: CustomAlgorithm | undefined;
  /** Makes the first scheduler of the one that decides, such as one that sees loads late. @default the one that decides */
  readonly wrap?: ((make: <C extends Candidate>() => Scheduler<C>) => Scheduler<Backend>) | undefined;
  /** Told of each call of it that went wrong; a pick is made by round-robin then. @default throws `ERR_ALGORITHM` */
  readonly algorithmFailed?: ((failure: AlgorithmFailure) => void) | undefined;
  readonly journal?: Journal | undefined;
  /** A client's entry in SESSION_MAP is gone, or leads to another backend from now on. */
  readonly forgotten?: ((stickyKey: string, why: SessionRemoval) => void) | undefined;
  /** A backend joined or left ACTIVE_SERVERS. */
  readonly activeChanged?: ((backend: Backend) => void) | undefined;
}

/** Who decides where clients go. */
export interface Brain {
  readonly pool: BackendPool;
  readonly router: Router;
  /** The name of the one that decides. */
  readonly algorithm: string;
  /**
   * Another algorithm decides from now on.
   *
   * @param seed - of its random picks, a whole number
   * @throws LbsimError `ERR_UNKNOWN_ALGORITHM`, `ERR_OPTION_INVALID`; nothing has changed then
   */
  setAlgorithm(name: string, options: SchedulerOptions, seed: number): void;
  /**
   * The algorithm of one's own that the brain was built with decides again.
   *
   * @param seed - of the random picks of a new scheduler of it; null for the scheduler that there was, as it is now
   * @throws LbsimError `ERR_ALGORITHM`: there is none, or no scheduler of it can be built; nothing has changed then
   */
  setOwnAlgorithm(options: SchedulerOptions, seed: number | null): void;
  /** SESSION_MAP has other bounds from now on; undefined: no client sticks to a backend. Time and `now` are in milliseconds. */
  setSessions(bounds: BrainSettings['sessions'], now: number): void;
}

/**
 * Scheduler, SESSION_MAP, pool and router, fitted together: the same for a balancer and for a replay in virtual time.
 *
 * @throws LbsimError `ERR_UNKNOWN_ALGORITHM`, `ERR_ALGORITHM`, and what {@link BackendPool} throws
 */
export function createBrain(settings: BrainSettings, deps: BrainDeps): Brain {
  const { backends, sessions, ...limits } = settings;
  const { journal, forgotten, activeChanged } = deps;
  const { algorithm, schedulerOptions } = settings;
  let own = deps.wrap === undefined ? ownScheduler(deps, deps.random, schedulerOptions) : undefined;
  const make = <C extends Candidate>(): Scheduler<C> =>
    ownScheduler<C>(deps, deps.random, schedulerOptions) ??
    newScheduler<C>(algorithm, deps.random, schedulerOptions);
  const scheduler: Scheduler<Backend> =
    deps.wrap?.(make) ?? own ?? newScheduler(algorithm, deps.random, schedulerOptions);
  const counts = noSessionCounts();
  const countedForgotten = (key: string, why: SessionRemoval): void => {
    counts.removed[why]++;
    forgotten?.(key, why);
  };
  const sessionMap = sessions && new SessionMap({ ...sessions, forgotten: countedForgotten });
  const pool = new BackendPool(backends, scheduler, { ...limits, activeChanged, journal });
  const router = new Router(scheduler, sessionMap, journal, counts);
  let present = settings.algorithm;
  /** A scheduler of one's own that no longer decides has no members: it may decide again. */
  const replace = (next: Scheduler<Backend>, name: string): void => {
    own?.clear();
    present = name;
    pool.setScheduler(next);
    router.setScheduler(next);
  };
  return {
    pool,
    router,
    get algorithm() {
      return present;
    },
    setAlgorithm(name, options, seed) {
      const next = newScheduler<Backend>(name, seededRandom(seed), options);
      journal?.(['algorithm', next.name, options, seed]);
      replace(next, next.name);
    },
    setOwnAlgorithm(options, seed) {
      const next = seed === null ? own : ownScheduler(deps, seededRandom(seed), options);
      if (next === undefined)
        throw new LbsimError(
          'ERR_ALGORITHM',
          "there is no algorithm of one's own to go back to: name another",
          {
            kind: 'usage',
          },
        );
      journal?.(['ownAlgorithm', options, seed]);
      replace(next, settings.algorithm);
      own = next;
    },
    setSessions(bounds, now) {
      journal?.(['sessionMap', now, bounds ?? null]);
      router.setSessions(bounds && new SessionMap({ ...bounds, forgotten: countedForgotten }), now);
    },
  };
}

/** Only what is not lbsim's own is guarded. @returns undefined where the algorithm is one of the scheduler table */
function ownScheduler<C extends Candidate = Backend>(
  { custom, algorithmFailed }: BrainDeps,
  random: RandomSource,
  options: SchedulerOptions = {},
): GuardedScheduler<C> | undefined {
  if (custom === undefined) return undefined;
  const failed = (failure: AlgorithmFailure): void => {
    // It has picked nonetheless, and the explanation says what went wrong.
    if (failure.method !== 'explain') throw algorithmError(custom, failure);
  };
  return new GuardedScheduler(custom.create(random, options), custom, algorithmFailed ?? failed);
}
