import type { ConnectionStep } from '../state/model.js';

/** Milliseconds that each part of a connection's picture takes. */
export const TRAVEL_MS = 550;
export const BOUNCE_MS = 350;
export const FADE_MS = 400;
export const FALL_MS = 900;
/** Dots that are drawn at once; the oldest give way. */
const MAX_DOTS = 600;

/**
 * What a dot does: it travels to a backend and is docked there; `bounces` off one that could not be reached, on its way; ends in order and
 * fades; is reset, becomes a cross and falls; or is turned away at the balancer.
 */
export type Stage = 'travels' | 'bounces' | 'docked' | 'fades' | 'falls' | 'refused';

/** One connection as the scene has it. */
export interface Dot {
  readonly client: string;
  /** Null for one that has none. */
  backend: string | null;
  /** The backend it bounces off, or comes from when it was moved. */
  from: string | null;
  sticky: boolean;
  stage: Stage;
  since: number;
  /** How far from the middle of the way, from -1 to 1, so that dots do not hide each other. */
  readonly lane: number;
  /** From 1 to 3, by the bytes that went through. */
  size: number;
  /** How it ended, once it travels to its end. */
  ending: 'fades' | 'falls' | undefined;
}

/** One side has finished, and the other after it. */
const ENDS_IN_ORDER = new Set(['client_closed', 'backend_closed']);

/** The dots of a scene, which come and go with what is told of connections. Time is handed in, in milliseconds. */
export class Dots {
  readonly #dots = new Map<string, Dot>();
  #count = 0;

  get all(): readonly Dot[] {
    return [...this.#dots.values()];
  }

  get size(): number {
    return this.#dots.size;
  }

  has(client: string): boolean {
    return this.#dots.has(client);
  }

  apply(step: ConnectionStep, now: number): void {
    if (step.step === 'open') this.#open(step, now);
    if (step.step === 'moved') this.#move(step.client, step.from, step.backend, now);
    if (step.step === 'close') this.#close(step, now);
  }

  /** Has each dot do what comes next, and forgets those that are over. */
  advance(now: number): void {
    for (const [client, dot] of this.#dots) {
      const age = now - dot.since;
      if (dot.stage === 'bounces' && age > TRAVEL_MS + BOUNCE_MS) become(dot, 'travels', now);
      else if (dot.stage === 'travels' && age > TRAVEL_MS) become(dot, dot.ending ?? 'docked', now);
      else if (dot.stage === 'fades' && age > FADE_MS) this.#dots.delete(client);
      else if ((dot.stage === 'falls' || dot.stage === 'refused') && age > FALL_MS) this.#dots.delete(client);
    }
  }

  /** A connection that had been tried elsewhere before: the backend that could not be reached. */
  bounced(client: string, backend: string, now: number): void {
    const dot = this.#dots.get(client);
    if (dot?.stage !== 'travels' || dot.backend === backend) return;
    dot.from = backend;
    become(dot, 'bounces', now);
  }

  forget(): void {
    this.#dots.clear();
  }

  #open({ client, backend, sticky }: ConnectionStep & { readonly step: 'open' }, now: number): void {
    this.#dots.delete(client);
    this.#dots.set(client, this.#dot(client, backend, 'travels', now, sticky));
    if (this.#dots.size <= MAX_DOTS) return;
    const [oldest] = this.#dots.keys();
    if (oldest !== undefined) this.#dots.delete(oldest);
  }

  #move(client: string, from: string, backend: string, now: number): void {
    const dot = this.#dots.get(client) ?? this.#dot(client, backend, 'travels', now, false);
    dot.from = from;
    dot.backend = backend;
    become(dot, 'bounces', now);
    this.#dots.set(client, dot);
  }

  #close({ client, backend, end, bytesOut }: ConnectionStep & { readonly step: 'close' }, now: number): void {
    const dot = this.#dots.get(client) ?? this.#dot(client, backend, 'travels', now, false);
    const ending = ENDS_IN_ORDER.has(end) ? 'fades' : 'falls';
    dot.size = sizeOf(bytesOut);
    this.#dots.set(client, dot);
    if (backend === null) become(dot, 'refused', now);
    else if (dot.stage === 'docked') become(dot, ending, now);
    else dot.ending = ending; // it is seen to arrive first
  }

  #dot(client: string, backend: string | null, stage: Stage, now: number, sticky: boolean): Dot {
    const lane = ((this.#count++ * 0.618034) % 1) * 2 - 1; // the golden ratio spreads any number of them
    return { client, backend, from: null, sticky, stage, since: now, lane, size: 1, ending: undefined };
  }
}

function become(dot: Dot, stage: Stage, now: number): void {
  dot.stage = stage;
  dot.since = now;
}

function sizeOf(bytes: number): number {
  if (bytes > 2 ** 20) return 3;
  return bytes > 2 ** 14 ? 2 : 1;
}
