import type { RandomSource } from '../../schedulers/scheduler.js';
import { NONE } from '../backends/job-table.js';
import { ARRIVAL, eventCode } from '../engine/event-kind.js';
import type { EventQueue } from '../engine/event-queue.js';
import type { OpenLoop, SimulationSettings } from '../plan/settings.js';
import { interarrivalTimes } from '../../workload/arrivals.js';
import { exponential } from '../../workload/exponential.js';

/** Where requests come from: an open loop, which goes by the clock; or clients, who wait for answers. */
export interface RequestSource {
  /** Sets the first arrivals. */
  start(): void;
  /** Whether arrivals have ended by time; the recorder knows when they end by number. */
  readonly isOver: boolean;
  /** An arrival's event has come, with its subject and number. @returns the client that it is of, or -1; undefined if it has been put off */
  arrived(subject: number, sequence: number): number | undefined;
  /** The request of that client has ended, in whatever way. */
  ended(client: number): void;
  /** Multiplies the rate of arrivals from now on. */
  setArrivals(factor: number): void;
}

export function requestSource(
  settings: SimulationSettings,
  queue: EventQueue,
  random: RandomSource,
): RequestSource {
  return settings.workload.kind === 'open'
    ? new OpenSource(settings, queue, random)
    : new ClosedSource(settings, queue, random);
}

/** Arrivals in a unit of time when capacity is used to that share. */
export function arrivalRate(
  { speeds, slots, serviceMean }: Pick<SimulationSettings, 'speeds' | 'slots' | 'serviceMean'>,
  load: number,
): number {
  return (load * slots * speeds.reduce((sum, speed) => sum + speed, 0)) / serviceMean;
}

/** How long requests are going to come, more or less. */
export function expectedTime(settings: SimulationSettings): number {
  const { workload, requests, serviceMean, scenario } = settings;
  if (scenario !== undefined) return scenario.duration;
  const rate =
    workload.kind === 'open'
      ? arrivalRate(settings, workload.load)
      : Math.min(arrivalRate(settings, 1), workload.clients / (workload.think + serviceMean));
  return requests / rate;
}

/** Share of the duration by which the last arrival may miss its end by rounding. */
const ROUNDING = 1e-9;

class OpenSource implements RequestSource {
  isOver = false;
  readonly #queue: EventQueue;
  readonly #gap: () => number;
  readonly #duration: number;
  #left: number;
  /** After which no request comes. */
  #end = Infinity;
  #factor = 1;
  /** Whether all have come that there are. */
  #isOut = false;
  /** The arrival that is to come next: the number of its event, and when that is. */
  #pending = 0;
  #pendingAt = 0;

  constructor(settings: SimulationSettings, queue: EventQueue, random: RandomSource) {
    const { workload, requests, arrivalsEnd } = settings;
    if (workload.kind !== 'open') throw new TypeError('the workload is not an open loop');
    this.#queue = queue;
    this.#duration = arrivalsEnd;
    this.#left = arrivalsEnd < Infinity ? (workload.trace?.length ?? Infinity) : requests;
    this.#gap = gapsOf(workload, settings, random);
  }

  start(): void {
    this.#end = this.#queue.now + this.#duration * (1 + ROUNDING);
    this.#next();
  }

  arrived(_: number, sequence: number): number | undefined {
    if (sequence !== this.#pending) return undefined;
    if (this.#pendingAt > this.#end) {
      this.isOver = true;
      return undefined;
    }
    this.#next();
    return NONE;
  }

  ended(): void {
    // Nobody waits for answers.
  }

  /** What is left of the time until the next arrival is longer or shorter, too. */
  setArrivals(factor: number): void {
    if (this.#isOut) return;
    const left = (this.#pendingAt - this.#queue.now) * (this.#factor / factor);
    this.#factor = factor;
    if (this.#pending !== 0) this.#comeIn(left);
  }

  #next(): void {
    this.#pending = 0;
    if (this.#left === 0) {
      // A trace that ends before the time is up: that no more come is known when it is.
      this.#isOut = true;
      if (this.#duration < Infinity) this.#comeIn(this.#end - this.#queue.now + 1);
      return;
    }
    this.#left--;
    this.#comeIn(this.#gap() / this.#factor);
  }

  #comeIn(time: number): void {
    this.#pendingAt = this.#queue.now + time;
    this.#pending = this.#queue.push(this.#pendingAt, eventCode(ARRIVAL, 0));
  }
}

/** The times between two arrivals. */
function gapsOf(
  { process, load, trace = [] }: OpenLoop,
  settings: SimulationSettings,
  random: RandomSource,
): () => number {
  if (process !== 'trace')
    return interarrivalTimes(process, arrivalRate(settings, load), settings.serviceMean, random);
  let come = 0;
  return () => {
    const gap = (trace[come] ?? 0) - (trace[come - 1] ?? 0);
    come++;
    return gap;
  };
}

class ClosedSource implements RequestSource {
  readonly isOver = false;
  readonly #queue: EventQueue;
  readonly #random: RandomSource;
  readonly #clients: number;
  readonly #think: number;
  #left: number;

  constructor({ workload, requests }: SimulationSettings, queue: EventQueue, random: RandomSource) {
    if (workload.kind !== 'closed') throw new TypeError('the workload is not a closed loop');
    this.#queue = queue;
    this.#random = random;
    this.#clients = workload.clients;
    this.#think = workload.think;
    this.#left = requests;
  }

  start(): void {
    for (let client = 0; client < this.#clients; client++) this.ended(client);
  }

  arrived(client: number): number {
    return client;
  }

  ended(client: number): void {
    if (this.#left === 0) return;
    this.#left--;
    this.#queue.push(this.#queue.now + this.#think * exponential(this.#random), eventCode(ARRIVAL, client));
  }

  setArrivals(): void {
    // How often clients ask is up to the answers.
  }
}
