import { formatService } from '../../workload/parse-service.js';
import {
  empiricalService,
  squaredVariation,
  type ServiceDistribution,
} from '../../workload/service-times.js';
import { cumulativeOf } from './cumulative.js';

/** The distribution that is most like times that were measured. */
export interface Fit {
  /** As `--service` takes it. */
  readonly service: string;
  /** The largest difference of the two distribution functions, 0 to 1 (Kolmogorov and Smirnov); null for `deterministic`. */
  readonly distance: number | null;
  /** A distance above it is more than chance, at 5 %: then none fits. */
  readonly limit: number;
}

/** What was measured, in short. */
export interface Moments {
  readonly mean: number;
  /** Squared coefficient of variation. */
  readonly cv2: number;
}

/** Times that differ by less than a tenth of their mean count as all the same: below it, distances measure noise. */
const ALIKE = 0.01;
/** F. J. Massey, "The Kolmogorov-Smirnov test for goodness of fit", 1951: times 1/√n. */
const CRITICAL = 1.36;
const MOST_PHASES = 100;
const DIGITS = 3;

/** @param times - at least one, not all of them 0 */
export function momentsOf(times: readonly number[]): Moments {
  const sample = empiricalService('', times);
  return { mean: sample.mean, cv2: squaredVariation(sample) };
}

/**
 * The distribution that fits best, by the distance of Kolmogorov and Smirnov; each has the mean of the times.
 *
 * @param times - at least one, not all of them 0
 */
export function bestFit(times: readonly number[]): Fit {
  const { mean, cv2 } = momentsOf(times);
  const limit = CRITICAL / Math.sqrt(times.length);
  if (cv2 < ALIKE) return { service: 'deterministic', distance: null, limit };
  const sorted = Float64Array.from(times).sort();
  const [best] = candidates(sorted, cv2)
    .map((service) => ({ service: formatService(service), distance: distanceOf(sorted, service, mean) }))
    .sort((a, b) => a.distance - b.distance);
  if (best === undefined) throw new TypeError('there is always the exponential distribution');
  return { ...best, limit };
}

/** Exponential; and of each family the members that have the variation of the times, or that of their logarithms. */
function candidates(sorted: Float64Array, cv2: number): ServiceDistribution[] {
  const found: ServiceDistribution[] = [{ kind: 'exponential' }];
  for (const phases of new Set([Math.floor(1 / cv2), Math.ceil(1 / cv2)]))
    if (phases >= 2 && phases <= MOST_PHASES) found.push({ kind: 'erlang', phases });
  const [least = 0] = sorted;
  const alphas = [1 + Math.sqrt(1 + 1 / cv2)];
  const variations = [cv2];
  if (least > 0) {
    const logs = sorted.map((time) => Math.log(time));
    const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
    const variance = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / logs.length;
    variations.push(Math.exp(variance) - 1);
    alphas.push(1 / (mean - Math.log(least)));
  }
  for (const each of variations.map(rounded))
    if (each > 0 && each < 1e6) found.push({ kind: 'lognormal', cv2: each });
  for (const each of alphas.map(rounded))
    if (each > 1 && each < 1e6) found.push({ kind: 'pareto', alpha: each });
  return found;
}

function distanceOf(sorted: Float64Array, service: ServiceDistribution, mean: number): number {
  const cumulative = cumulativeOf(service, mean);
  if (cumulative === undefined) return 1;
  return sorted.reduce((most, time, index) => {
    const share = cumulative(time);
    return Math.max(most, share - index / sorted.length, (index + 1) / sorted.length - share);
  }, 0);
}

function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS));
}
