import { backendName } from '../../lib/simulator/backends/backend-name.js';
import type { Playback } from '../../lib/simulator/playback/playback.js';
import type { SceneView } from '../scene/frame.js';

/** Intervals over which a rate is taken. */
const RATE_FRAMES = 4;

/** How the lanes of a playback stand at any time. */
export class Lanes {
  readonly #playback: Playback;
  readonly #laneOf = new Map<number, number>();
  readonly #others: number;
  /** Requests that are at each lane, where every one is recorded. */
  readonly #counted: number[];

  constructor(playback: Playback) {
    this.#playback = playback;
    playback.lanes.forEach(({ backend }, lane) => backend !== undefined && this.#laneOf.set(backend, lane));
    this.#others = playback.lanes.findIndex(({ backend }) => backend === undefined);
    this.#counted = playback.lanes.map(() => 0);
  }

  /** The name of the lane that a backend is shown in. @param backend - its number; -1 for none */
  nameOf(backend: number): string | null {
    if (backend < 0) return null;
    return this.#playback.lanes[this.#numberOf(backend)]?.name ?? backendName(backend);
  }

  /** The place of the lane of that name; -1 for none. */
  indexOf(name: string): number {
    return this.#playback.lanes.findIndex((lane) => lane.name === name);
  }

  /** One request more at the backend, or one less. */
  count(backend: number, change: 1 | -1): void {
    const lane = this.#numberOf(backend);
    this.#counted[lane] = (this.#counted[lane] ?? 0) + change;
  }

  forgetCounts(): void {
    this.#counted.fill(0);
  }

  /** As they stand at that time, in ticks. */
  viewAt(time: number): SceneView {
    const { lanes, frames, oneOf } = this.#playback;
    const frame = this.#frameAt(time);
    const backends = lanes.map(({ name, max }, lane) => {
      const open = oneOf === 1 ? this.#counted[lane] : frames.open[lane]?.[frame];
      const state = frames.states[lane]?.[Math.max(0, frame)] ?? 'up';
      const active = state === 'up' || state === 'starting' || state === 'full';
      return { name, effective: { state, active }, load: { open: open ?? 0, max } };
    });
    return {
      backends,
      openConnections: backends.reduce((sum, { load }) => sum + load.open, 0),
      waiting: frames.waiting[frame] ?? 0,
    };
  }

  /** Requests a tick that come to a lane around that time. */
  rateAt(name: string, time: number): number {
    const { frames } = this.#playback;
    const last = Math.max(0, this.#frameAt(time));
    const first = Math.max(0, last - RATE_FRAMES + 1);
    const picked = frames.picked[this.indexOf(name)]?.slice(first, last + 1) ?? [];
    return picked.reduce((sum, count) => sum + count, 0) / (Math.max(1, picked.length) * frames.step);
  }

  /** The last interval that is over; -1 for none. */
  #frameAt(time: number): number {
    const { step, waiting } = this.#playback.frames;
    return Math.min(waiting.length - 1, Math.floor(time / step) - 1);
  }

  #numberOf(backend: number): number {
    return this.#laneOf.get(backend) ?? this.#others;
  }
}
