import type { RandomSource } from '../../schedulers/scheduler.js';
import { NONE } from '../backends/job-table.js';
import { ARRIVAL, eventCode } from '../engine/event-kind.js';
import type { EventQueue } from '../engine/event-queue.js';
import type { OpenLoop, SimulationSettings } from '../plan/settings.js';
import { interarrivalTimes } from '../../workload/arrivals.js';
import { exponential } from '../../workload/exponential.js';
import { ArrivalBudget } from './arrival-budget.js';
import { ConnectionLengths } from './connection-lengths.js';
import { SessionSource } from './session-source.js';
import type { RequestSource } from './source.js';

/** @param connections - draws how many requests a connection has, and when the next one comes; for a run with long ones */
export function requestSource(
  settings: SimulationSettings,
  queue: EventQueue,
  random: RandomSource,
  connections: RandomSource = random,
): RequestSource {
  const { connections: long, workload } = settings;
  const budget = new ArrivalBudget(settings);
  const lengths = long && new ConnectionLengths(long, connections);
  if (workload.kind === 'closed') return new ClosedSource(settings, { queue, random, budget, lengths });
  const first = new OpenSource(settings, { queue, random, budget });
  if (long === undefined || lengths === undefined) return first;
  return new SessionSource({ first, lengths, think: long.think, budget, queue, random: connections });
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

/** What sources have in common. */
interface SourceParts {
  readonly queue: EventQueue;
  readonly random: RandomSource;
  readonly budget: ArrivalBudget;
}

/** Share of the duration by which the last arrival may miss its end by rounding. */
const ROUNDING = 1e-9;

class OpenSource implements RequestSource {
  isOver = false;
  readonly #queue: EventQueue;
  readonly #gap: () => number;
  readonly #duration: number;
  readonly #budget: ArrivalBudget;
  #factor = 1;
  /** Whether all have come that there are. */
  #isOut = false;
  /** The arrival that is to come next: the number of its event, and when that is. */
  #pending = 0;
  #pendingAt = 0;

  constructor(settings: SimulationSettings, { queue, random, budget }: SourceParts) {
    const { workload, arrivalsEnd } = settings;
    if (workload.kind !== 'open') throw new TypeError('the workload is not an open loop');
    this.#queue = queue;
    this.#duration = arrivalsEnd;
    this.#budget = budget;
    this.#gap = gapsOf(workload, settings, random);
  }

  start(): void {
    this.#budget.end = this.#queue.now + this.#duration * (1 + ROUNDING);
    this.#next();
  }

  arrived(_: number, sequence: number): number | undefined {
    if (sequence !== this.#pending) return undefined;
    if (this.#pendingAt > this.#budget.end) {
      this.isOver = true;
      return undefined;
    }
    this.#next();
    return NONE;
  }

  ended(): boolean {
    // Nobody waits for answers.
    return false;
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
    if (!this.#budget.take(this.#queue.now)) {
      // The first one after the end tells that it has come; a trace may end before.
      this.#isOut = true;
      if (this.#duration < Infinity) this.#comeIn(this.#budget.end - this.#queue.now + 1);
      return;
    }
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
  if (process !== 'trace') {
    // Of connections, where these have several requests each.
    const rate = arrivalRate(settings, load) / (settings.connections?.mean ?? 1);
    return interarrivalTimes(process, rate, settings.serviceMean, random);
  }
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
  readonly #budget: ArrivalBudget;
  readonly #lengths: ConnectionLengths | undefined;

  constructor(
    { workload }: SimulationSettings,
    { queue, random, budget, lengths }: SourceParts & { readonly lengths: ConnectionLengths | undefined },
  ) {
    if (workload.kind !== 'closed') throw new TypeError('the workload is not a closed loop');
    this.#queue = queue;
    this.#random = random;
    this.#clients = workload.clients;
    this.#think = workload.think;
    this.#budget = budget;
    this.#lengths = lengths;
  }

  start(): void {
    for (let client = 0; client < this.#clients; client++) this.#ask(client);
  }

  arrived(client: number): number {
    return client;
  }

  ended(client: number): boolean {
    const goesOn = this.#lengths?.goesOn(client) ?? false;
    return this.#ask(client) && goesOn;
  }

  /** The client thinks, and asks. @returns whether it does */
  #ask(client: number): boolean {
    if (!this.#budget.take(this.#queue.now)) return false;
    this.#queue.push(this.#queue.now + this.#think * exponential(this.#random), eventCode(ARRIVAL, client));
    return true;
  }

  setArrivals(): void {
    // How often clients ask is up to the answers.
  }
}
