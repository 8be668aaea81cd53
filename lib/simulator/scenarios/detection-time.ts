import type { HysteresisThresholds } from '../../health/hysteresis.js';

/** Settings that determine how soon a change is detected. All in one unit of time. */
export interface DetectionSettings extends HysteresisThresholds {
  readonly interval: number;
  readonly timeout: number;
  readonly connectTimeout: number;
  /** Connections that clients open to the backend, in a unit of time; undefined where the algorithm leaves that open. */
  readonly connections: number | undefined;
  /** They come as each `turns`-th event of a Poisson process: 1 for picks at random, the number of backends in turn. */
  readonly turns: number;
}

/** How long something takes on average, where that is known, and at most. */
export interface Prediction {
  readonly mean?: number;
  readonly most: number;
}

/** The monitor's rules: probes come up to a tenth of the interval early; while undecided, at a tenth of it. */
const JITTER = 0.1;
const UNDECIDED_PACE = 0.1;
const EARLY = 1 - JITTER / 2;

const STEPS = 2000;

/**
 * How long it takes until a backend that is gone is marked down. On average half an interval until the next probe, and its
 * timeout if nothing answers; or a client is the first to notice, which counts as a failed probe. Each further failure that
 * `fall` asks for comes by the next probe, which follows soon, or by the next client.
 *
 * @param silent - nothing answers, where a crash refuses
 */
export function timeUntilDown(
  { interval, timeout, connectTimeout, connections, turns, fall }: DetectionSettings,
  silent: boolean,
): Prediction {
  const probeWait = silent ? timeout : 0;
  const clientWait = silent ? connectTimeout : 0;
  const further = Math.max(UNDECIDED_PACE * interval, probeWait);
  const noProbeFails = (time: number): number =>
    1 - Math.min(1, Math.max(0, (time - probeWait) / (interval * EARLY)));
  const first = interval + probeWait;
  const most = first + (fall - 1) * further;
  // When the next clients of a turn come is known of the first only.
  if (connections === undefined || (turns > 1 && fall > 1)) return { most };
  const nobodyAsks = (time: number): number =>
    noneOfTurns(connections * Math.max(0, time - clientWait), turns);
  const mean = integral((time) => nobodyAsks(time) * noProbeFails(time), first);
  const next = 1 / (1 / (EARLY * further) + connections);
  return { mean: mean + (fall - 1) * next, most };
}

/** How long it takes until a backend that is back is marked up: half an interval, and a tenth of one for each further success. */
export function timeUntilUp({ interval, rise }: DetectionSettings): Prediction {
  const further = (rise - 1) * UNDECIDED_PACE * interval;
  return { mean: (EARLY * interval) / 2 + EARLY * further, most: interval + further };
}

/**
 * The probability that none of a stationary renewal process has come, whose gaps are `turns` gaps of a Poisson process.
 *
 * @param expected - how many come in that time on average
 */
function noneOfTurns(expected: number, turns: number): number {
  const events = expected * turns;
  let [term, fewer, sum] = [Math.exp(-events), 0, 0];
  for (let count = 0; count < turns; count++) {
    fewer += term;
    sum += fewer;
    term *= events / (count + 1);
  }
  return sum / turns;
}

/** By the midpoint rule, from 0. */
function integral(f: (x: number) => number, to: number): number {
  const step = to / STEPS;
  let sum = 0;
  for (let i = 0; i < STEPS; i++) sum += f((i + 0.5) * step);
  return sum * step;
}
