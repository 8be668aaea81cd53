import { LbsimError } from '../errors.js';
import type { CustomAlgorithm } from '../schedulers/custom-algorithm.js';
import { createBrain, type Brain } from '../routing/brain.js';
import type { Backend } from '../routing/backend.js';
import type { Entries, Entry } from '../routing/journal.js';
import type { RecordingHeader } from './format.js';
import { OpenConnections } from './open-connections.js';
import { seededRandom } from '../seeded-random.js';
import type { MakeRecordingError } from './recording-error.js';
import type { ReplayedPick, ReplayReport } from './report.js';
import { Tally } from './tally.js';

type Feeds = { readonly [Name in keyof Entries]: (...details: Entries[Name]) => void };

const NONE: ReadonlySet<Backend> = new Set();

/** A brain as a recording's header describes it, told what that one was told, and asked what it was asked. */
export class Replayer {
  readonly #header: RecordingHeader;
  readonly #brain: Brain;
  readonly #tally: Tally;
  readonly #heardOf = new Set<Backend>();
  readonly #connections = new OpenConnections();
  #healthFlips = 0;
  #line = 1;
  #error: MakeRecordingError;
  #since: number | undefined;
  #now = -Infinity;

  /**
   * @param custom - the algorithm, if it is not one of the scheduler table
   * @throws LbsimError for backends that make no sense
   */
  constructor(header: RecordingHeader, custom: CustomAlgorithm | undefined, errorOf: MakeRecordingError) {
    this.#header = header;
    this.#error = errorOf;
    // Where it failed while it was recorded, it fails again, and round-robin's pick is in the recording.
    const algorithmFailed = (): void => undefined;
    this.#brain = createBrain(header, { random: seededRandom(header.seed), custom, algorithmFailed });
    this.#tally = new Tally(this.#brain.pool.registry.names);
  }

  /**
   * @param line - where it stands, from 1 up
   * @throws LbsimError `ERR_RECORDING` when it cannot come after what came before
   */
  take([name, ...details]: Entry, line: number, errorOf: MakeRecordingError): void {
    this.#line = line;
    this.#error = errorOf;
    (this.#feeds[name] as (...details: readonly unknown[]) => void)(...details);
  }

  /** How many backends are known so far, those that are gone too. */
  get backends(): number {
    return this.#brain.pool.registry.slots;
  }

  /** What came of it so far. */
  report(truncated: boolean): ReplayReport {
    const { lbsim, algorithm, stickyKey, seed } = this.#header;
    const { counts, differences } = this.#tally;
    return {
      ok: counts.identical === counts.picks,
      ...counts,
      differences,
      healthFlips: this.#healthFlips,
      lines: this.#line,
      seconds: this.#since === undefined ? 0 : (this.#now - this.#since) / 1000,
      truncated,
      recorded: { lbsim, algorithm, stickyKey, seed },
    };
  }

  readonly #feeds: Feeds = {
    healthy: (index, healthy) => {
      const backend = this.#backend(index);
      if (this.#heardOf.has(backend) && backend.healthy !== healthy) this.#healthFlips++;
      this.#heardOf.add(backend);
      this.#brain.pool.setHealthy(backend, healthy);
    },
    enabled: (index, enabled) => this.#brain.pool.setAdmin(this.#backend(index), enabled ? 'ready' : 'maint'),
    admin: (index, admin) => this.#brain.pool.setAdmin(this.#backend(index), admin),
    added: (_index, spec) => {
      const { name } = this.#sensible(() => this.#brain.pool.add(spec));
      this.#tally.add(name);
    },
    removed: (index) => this.#brain.pool.remove(this.#backend(index)),
    weight: (index, weight) => this.#sensible(() => this.#brain.pool.setWeight(this.#backend(index), weight)),
    limit: (index, limit) =>
      this.#brain.pool.setLimit(index === null ? undefined : this.#backend(index), limit ?? Infinity),
    algorithm: (algorithm, options, seed) =>
      this.#sensible(() => this.#brain.setAlgorithm(algorithm, options, seed)),
    ownAlgorithm: (options, seed) => this.#sensible(() => this.#brain.setOwnAlgorithm(options, seed)),
    sessions: (now, change, key, index) => {
      const { router } = this.#brain;
      const backend = index === null ? undefined : this.#backend(index);
      if (change === 'clear' && key === null) router.clear(backend, this.#at(now));
      else if (change === 'forget' && key !== null) router.forget(key, this.#at(now));
      else if (change === 'pin' && key !== null && backend !== undefined)
        router.pin(key, backend, this.#at(now));
      else throw this.#error(`'${change}' of sessions has a key or a backend too many, or lacks one`);
    },
    learned: (now, key, index) => this.#brain.router.learn(key, this.#backend(index), this.#at(now)),
    remote: (index, connections) => this.#brain.pool.setRemote(this.#backend(index), connections),
    sessionMap: (now, bounds) => this.#brain.setSessions(bounds ?? undefined, this.#at(now)),
    heir: (now, from, to) => {
      this.#brain.router.follow(this.#backend(from), this.#backend(to), this.#at(now));
    },
    backup: (index, backup) => this.#brain.pool.setBackup(this.#backend(index), backup),
    slowStart: (durationMs) => this.#brain.pool.setSlowStart(durationMs),
    stickyTtl: (ttlMs) => this.#brain.router.setStickyTtl(ttlMs),
    back: (now, index) => this.#brain.pool.cameBack(this.#backend(index), this.#at(now)),
    advance: (now) => this.#brain.pool.advance(this.#at(now)),
    route: (now, key, tried, index, why) => {
      const route = this.#brain.router.route(key ?? undefined, this.#setOf(tried), this.#at(now));
      const got = route === undefined ? null : { backend: route.backend.name, why: route.why };
      this.#tally.compare(this.#line, this.#answer(index, why), got);
    },
    opened: (...[index, now, connection]) => {
      const backend = this.#backend(index);
      if (now !== undefined) this.#at(now);
      if (connection !== undefined) this.#connections.open(connection, backend, this.#error);
      this.#brain.pool.opened(backend);
    },
    closed: (...[index, now, connection]) => {
      const backend = this.#backend(index);
      if (now !== undefined) this.#at(now);
      if (connection !== undefined) this.#connections.close(connection, backend, this.#error);
      if (backend.ownConnections === 0)
        throw this.#error(`backend ${index} has no connection that could close`);
      this.#brain.pool.closed(backend);
    },
    established: (now, key, index, tried) => {
      this.#brain.router.established(key, this.#backend(index), this.#setOf(tried), this.#at(now));
    },
    released: (now, key, index) => {
      this.#brain.router.released(key, this.#backend(index), this.#at(now));
    },
    answered: (now, index, latencyMs) => {
      this.#brain.pool.answered(this.#backend(index), latencyMs, this.#at(now));
    },
  };

  /** The virtual time is `now`. */
  #at(now: number): number {
    if (now < this.#now) throw this.#error(`time ${now} runs back, it was ${this.#now}`);
    this.#since ??= now;
    this.#now = now;
    return now;
  }

  /** What makes no sense is wrong with this line. */
  #sensible<T>(make: () => T): T {
    try {
      return make();
    } catch (error) {
      if (error instanceof LbsimError) throw this.#error(error.message, error);
      throw error;
    }
  }

  #answer(index: number | null, why: string | null): ReplayedPick {
    if (index !== null && why !== null) return { backend: this.#backend(index).name, why };
    if (index !== null || why !== null)
      throw this.#error('a pick has a backend without a rule, or a rule without one');
    return null;
  }

  #setOf(indices: readonly number[]): ReadonlySet<Backend> {
    return indices.length === 0 ? NONE : new Set(indices.map((index) => this.#backend(index)));
  }

  #backend(index: number): Backend {
    const backend = this.#brain.pool.registry.at(index);
    if (backend === undefined) throw this.#error(`backend ${index} is none of the header`);
    return backend;
  }
}
