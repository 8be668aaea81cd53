import type { BackendState } from '../../control/backend-state.js';
import type { PlayedFrames, PlayedLane } from './playback.js';

/** Intervals that are kept at most; when there are more, each two become one. */
export const MOST_FRAMES = 512;

/** How the lanes stand now. */
export interface LaneStatus {
  readonly open: readonly number[];
  readonly states: readonly BackendState[];
  readonly waiting: number;
}

interface Frame extends LaneStatus {
  readonly picked: readonly number[];
}

/** Takes down how lanes stand at even intervals of a run of any length. Times are in ticks. */
export class FrameRecorder {
  readonly #laneOf: (backend: number) => number;
  readonly #look: () => LaneStatus;
  #frames: Frame[] = [];
  #step: number;
  #end: number;
  #picked: number[];

  /**
   * @param backends - their number
   * @param step - ticks of an interval at first, above 0
   * @param look - called when an interval is over
   */
  constructor(lanes: readonly PlayedLane[], backends: number, step: number, look: () => LaneStatus) {
    const others = lanes.findIndex(({ backend }) => backend === undefined);
    const laneOf = new Int32Array(backends).fill(others);
    lanes.forEach(({ backend }, lane) => backend !== undefined && (laneOf[backend] = lane));
    this.#laneOf = (backend) => laneOf[backend] ?? others;
    this.#look = look;
    this.#step = step;
    this.#end = step;
    this.#picked = lanes.map(() => 0);
  }

  /** A request is about to come to the backend. */
  picked(backend: number): void {
    const lane = this.#laneOf(backend);
    this.#picked[lane] = (this.#picked[lane] ?? 0) + 1;
  }

  /** Time has passed, and nothing has happened meanwhile. */
  passTo(now: number): void {
    if (now < this.#end) return;
    const status = this.#look();
    while (now >= this.#end) this.#push(status);
  }

  /** @param now - the end of the run */
  frames(now: number): PlayedFrames {
    this.passTo(now);
    this.#push(this.#look());
    const lanes = (this.#frames[0]?.open ?? []).map((_, lane) => lane);
    const columns = <T>(of: (frame: Frame) => readonly T[]): T[][] =>
      lanes.map((lane) => this.#frames.map((frame) => of(frame)[lane] as T));
    return {
      step: this.#step,
      open: columns(({ open }) => open),
      picked: columns(({ picked }) => picked),
      states: columns(({ states }) => states),
      waiting: this.#frames.map(({ waiting }) => waiting),
    };
  }

  #push(status: LaneStatus): void {
    this.#frames.push({ ...status, picked: this.#picked });
    this.#picked = this.#picked.map(() => 0);
    this.#end += this.#step;
    if (this.#frames.length < MOST_FRAMES) return;
    this.#frames = this.#frames.flatMap((frame, index) => {
      if (index % 2 === 0) return [];
      const before = this.#frames[index - 1]?.picked ?? [];
      return [{ ...frame, picked: frame.picked.map((count, lane) => count + (before[lane] ?? 0)) }];
    });
    this.#step *= 2;
    this.#end = (this.#frames.length + 1) * this.#step;
  }
}
