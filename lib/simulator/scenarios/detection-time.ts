import type { HysteresisThresholds } from '../../health/hysteresis.js';

/** Settings that determine how soon a change is detected. All in one unit of time. */
export interface DetectionSettings extends HysteresisThresholds {
  readonly interval: number;
  readonly timeout: number;
  readonly connectTimeout: number;
  /** Connections that clients open to the backend, in a unit of time. */
  readonly connections: number;
}

/** How long something takes on average, and at most. */
export interface Prediction {
  readonly mean: number;
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
  { interval, timeout, connectTimeout, connections, fall }: DetectionSettings,
  silent: boolean,
): Prediction {
  const probeWait = silent ? timeout : 0;
  const clientWait = silent ? connectTimeout : 0;
  const further = Math.max(UNDECIDED_PACE * interval, probeWait);
  const nobodyAsks = (time: number): number => Math.exp(-connections * Math.max(0, time - clientWait));
  const noProbeFails = (time: number): number =>
    1 - Math.min(1, Math.max(0, (time - probeWait) / (interval * EARLY)));
  const most = interval + probeWait;
  const first = integral((time) => nobodyAsks(time) * noProbeFails(time), most);
  const next = 1 / (1 / (EARLY * further) + connections);
  return { mean: first + (fall - 1) * next, most: most + (fall - 1) * further };
}

/** How long it takes until a backend that is back is marked up: half an interval, and a tenth of one for each further success. */
export function timeUntilUp({ interval, rise }: DetectionSettings): Prediction {
  const further = (rise - 1) * UNDECIDED_PACE * interval;
  return { mean: (EARLY * interval) / 2 + EARLY * further, most: interval + further };
}

/** By the midpoint rule, from 0. */
function integral(f: (x: number) => number, to: number): number {
  const step = to / STEPS;
  let sum = 0;
  for (let i = 0; i < STEPS; i++) sum += f((i + 0.5) * step);
  return sum * step;
}
