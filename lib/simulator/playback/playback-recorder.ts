import { stateOf, type BackendState } from '../../control/backend-state.js';
import type { CentralDispatcher } from '../../dispatch/central-dispatcher.js';
import type { LoggedPick } from '../../dispatch/pick-log.js';
import type { JobTable } from '../backends/job-table.js';
import type { Fleet } from '../backends/fleet.js';
import type { EventQueue } from '../engine/event-queue.js';
import type { SimulationSettings } from '../plan/settings.js';
import { FrameRecorder, type LaneStatus } from './frame-recorder.js';
import { playedLanes } from './lanes.js';
import { playedPick } from './played-pick.js';
import { TICKS, type PlayedEnd, type PlayedLane, type PlayedPick, type PlayedRequest } from './playback.js';
import type { Playback } from './playback.js';

/** Explanations look at all backends: with many of them fewer requests are recorded. */
const MOST_LOOKS = 20_000_000;
/** Requests that are recorded of a run, whatever its backends. */
const LEAST_DOTS = 200;
/** Picks that are kept for each request on average, and for one. */
const PICKS_EACH = 2;
const PICKS_OF_ONE = 20;
/** Intervals of a mean service time at first. */
const FRAMES_EACH = 10;

/** What is played of a balancer. */
export interface PlayedBalancer {
  readonly dispatcher: CentralDispatcher<number>;
}

export interface PlaybackDeps {
  readonly jobs: JobTable;
  readonly fleet: Fleet;
  readonly queue: EventQueue;
}

/** A request on its way. */
interface Followed {
  picks: number;
  backend: number;
  openedAt: number;
}

/**
 * Records what is played of a run: every n-th request with each of its picks and why it was made, and how backends stand at even
 * intervals. n grows with the run, so that the requests of any run are bounded, and evenly spread over it.
 */
export class PlaybackRecorder {
  readonly #settings: SimulationSettings;
  readonly #deps: PlaybackDeps;
  readonly #origin: number;
  readonly #most: number;
  readonly #tick: number;
  readonly #lanes: readonly PlayedLane[];
  readonly #frames: FrameRecorder;
  readonly #followed = new Map<number, Followed>();
  #balancers: readonly PlayedBalancer[] = [];
  #requests: PlayedRequest[] = [];
  #picks: PlayedPick[] = [];
  #oneOf: number;

  /**
   * @param origin - when the story begins, from where times are told
   * @param dots - requests that are recorded at most
   */
  constructor(settings: SimulationSettings, deps: PlaybackDeps, origin: number, dots: number) {
    const { speeds, requests, serviceMean } = settings;
    this.#settings = settings;
    this.#deps = deps;
    this.#origin = origin;
    this.#most = Math.max(PICKS_OF_ONE, Math.min(dots, Math.max(LEAST_DOTS, MOST_LOOKS / speeds.length)));
    this.#oneOf = Math.ceil(requests / this.#most);
    this.#tick = serviceMean / TICKS;
    this.#lanes = playedLanes(settings);
    this.#frames = new FrameRecorder(this.#lanes, speeds.length, TICKS / FRAMES_EACH, () => this.#look());
  }

  /** From now on each pick of these balancers is heard of. */
  begin(balancers: readonly PlayedBalancer[]): void {
    this.#balancers = balancers;
    for (const { dispatcher } of balancers) {
      dispatcher.picks.explains = (job) => this.#isFollowed(job);
      dispatcher.picks.listener = (pick) => this.#picked(pick);
    }
  }

  /** The job is about to come to the backend. */
  opened(job: number, backend: number): void {
    this.passTime();
    this.#frames.picked(backend);
    if (!this.#isFollowed(job)) return;
    const followed = this.#follow(this.#requestOf(job));
    followed.backend = backend;
    followed.openedAt = this.#now;
  }

  /** Nothing has changed until now. */
  passTime(): void {
    this.#frames.passTo(this.#now);
  }

  /** The request has ended. */
  ended(job: number, end: PlayedEnd): void {
    if (!this.#isFollowed(job)) return;
    const request = this.#requestOf(job);
    const { backend, openedAt } = this.#follow(request);
    this.#followed.delete(request);
    this.#requests.push([request, backend, openedAt, this.#now, end]);
    this.#thin();
  }

  playback(): Playback {
    const { algorithm, speeds, timeUnit, serviceMean } = this.#settings;
    const open = [...this.#followed].map(([request, { backend, openedAt }]): PlayedRequest => [
      request,
      backend,
      openedAt,
      -1,
      'open',
    ]);
    return {
      algorithm,
      backends: speeds.length,
      serviceMs: timeUnit === undefined ? null : serviceMean,
      end: this.#now,
      oneOf: this.#oneOf,
      lanes: this.#lanes,
      frames: this.#frames.frames(this.#now),
      requests: [...this.#requests, ...open],
      picks: this.#picks,
    };
  }

  get #now(): number {
    return Math.max(0, Math.round((this.#deps.queue.now - this.#origin) / this.#tick));
  }

  #requestOf(job: number): number {
    return this.#deps.jobs.request[job] ?? 0;
  }

  #isFollowed(job: number): boolean {
    return this.#requestOf(job) % this.#oneOf === 0;
  }

  #follow(request: number): Followed {
    const known = this.#followed.get(request);
    if (known !== undefined) return known;
    const followed = { picks: 0, backend: -1, openedAt: -1 };
    this.#followed.set(request, followed);
    return followed;
  }

  #picked({ request: job, explanation }: LoggedPick<number>): void {
    if (explanation === undefined) return;
    const request = this.#requestOf(job);
    const followed = this.#follow(request);
    if (++followed.picks > PICKS_OF_ONE) return;
    this.#picks.push(playedPick(this.#now, request, this.#settings.speeds.length, explanation));
    this.#thin();
  }

  /** There are too many: every other one is left out. */
  #thin(): void {
    while (
      this.#requests.length + this.#followed.size > this.#most ||
      this.#picks.length > PICKS_EACH * this.#most
    ) {
      this.#oneOf *= 2;
      this.#requests = this.#requests.filter(([request]) => request % this.#oneOf === 0);
      this.#picks = this.#picks.filter(([, request]) => request % this.#oneOf === 0);
      for (const request of this.#followed.keys())
        if (request % this.#oneOf !== 0) this.#followed.delete(request);
    }
  }

  #look(): LaneStatus {
    const { present } = this.#deps.fleet;
    const own = this.#lanes.map(({ backend }) => (backend === undefined ? 0 : (present[backend] ?? 0)));
    const all = present.reduce((sum, count) => sum + count, 0);
    const others = all - own.reduce((sum, count) => sum + count, 0);
    return {
      open: this.#lanes.map(({ backend }, lane) => (backend === undefined ? others : (own[lane] ?? 0))),
      states: this.#lanes.map(({ backend }) => (backend === undefined ? 'up' : this.#stateOf(backend))),
      waiting: this.#balancers.reduce((sum, { dispatcher }) => sum + dispatcher.waiting, 0),
    };
  }

  /** As the first balancer sees it. */
  #stateOf(index: number): BackendState {
    const pool = this.#balancers[0]?.dispatcher.pool;
    const backend = pool?.registry.at(index);
    if (pool === undefined || backend === undefined) return 'up';
    return stateOf(backend, true, pool.warmthOf(backend, this.#deps.queue.now));
  }
}
