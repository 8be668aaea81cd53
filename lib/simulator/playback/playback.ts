import type { BackendState } from '../../control/backend-state.js';
import type { RequestFailure } from '../report/request-failure.js';

/** Times of a playback are whole numbers of this part of the mean service time. */
export const TICKS = 1000;

/** How a recorded request ended: `open` where the run ended first. */
export type PlayedEnd = 'answered' | 'open' | RequestFailure;

/** A request that a dot stands for. Times are in ticks, since the beginning of the story. */
export type PlayedRequest = readonly [
  /** Its number in the run, from 0. */
  request: number,
  /** The number of the backend that it came to; -1 for none. */
  backend: number,
  /** When it came there; -1 for never. */
  openedAt: number,
  /** When it ended; -1 for after the run. */
  endedAt: number,
  end: PlayedEnd,
];

/** A backend of an explanation, by its number: its connections, weight and score, then `d` for drawn and `c` for chosen, and its bound. */
export type PlayedCandidate =
  | readonly [
      backend: number,
      open: number,
      weight: number,
      score: number | null,
      marks: string,
      bound?: number,
    ]
  /** Why it was left out. */
  | readonly [backend: number, left: string];

/** Where a hash led, as `ExplainedHashPlace` has it: each owner is the number of a backend and where it is. */
export type PlayedPlace = readonly [
  unit: 'degrees' | 'entries',
  size: number,
  at: number,
  next: readonly PlayedOwner[],
  before: readonly PlayedOwner[],
];
export type PlayedOwner = readonly [backend: number, at: number];

/** A pick for a request that a dot stands for, and why it was made. */
export type PlayedPick = readonly [
  at: number,
  request: number,
  /** What the client is known by. */
  key: string | null,
  /** -1 where no backend was available. */
  backend: number,
  why: string | null,
  says: string,
  considered: readonly PlayedCandidate[],
  /** Of the scores. */
  unit: string | null,
  hash: string | null,
  place: PlayedPlace | null,
];

/** Backends that are shown as one lane. */
export interface PlayedLane {
  /** The number of the backend; undefined for all that have no lane of their own. */
  readonly backend?: number;
  readonly name: string;
  /** Connections that it may have at once; null without a limit. */
  readonly max: number | null;
}

/** The true numbers, at even intervals: those of a whole run, thinned or not. */
export interface PlayedFrames {
  /** Ticks of an interval. */
  readonly step: number;
  /** For each lane, at the end of each interval: requests that are there. */
  readonly open: readonly (readonly number[])[];
  /** For each lane: requests that came to it within each interval. */
  readonly picked: readonly (readonly number[])[];
  /** For each lane, at the end of each interval. */
  readonly states: readonly (readonly BackendState[])[];
  /** Requests that waited at the balancers at the end of each interval. */
  readonly waiting: readonly number[];
}

/** A run as it can be played: plain JSON, of a bounded size. */
export interface Playback {
  readonly algorithm: string;
  readonly backends: number;
  /** Of a run whose times are in milliseconds, the milliseconds of a mean service time. */
  readonly serviceMs: number | null;
  /** Ticks until the end. */
  readonly end: number;
  /** Requests that one dot stands for. */
  readonly oneOf: number;
  readonly lanes: readonly PlayedLane[];
  readonly frames: PlayedFrames;
  /** In the order in which they ended. */
  readonly requests: readonly PlayedRequest[];
  /** In the order in which they were made. */
  readonly picks: readonly PlayedPick[];
}
