import { formatShare } from './figures.js';
import type { SimulationReport } from './report.js';

type Counts = Pick<SimulationReport, 'completed' | 'requests'>;

/** A share that is written where some request failed, however few. */
const NEARLY_ALL = 0.999;

/** The share of all requests that were answered, 0 to 1. */
export function answeredShare({ completed, requests }: Counts): number {
  return requests === 0 ? 1 : completed / requests;
}

/** `99.2 %`; never rounded to all where some failed. */
export function answeredText(report: Counts): string {
  const share = answeredShare(report);
  return formatShare(share < 1 ? Math.min(share, NEARLY_ALL) : share);
}
