import { LoadMeters, type LoadDelta } from '../control/load-meters.js';

/** How late what a worker has measured may be known to the primary, in milliseconds. */
const REPORT_MS = 250;

/** The meters of a worker, of which it reports what is new four times a second, while there is something. */
export function reportedMeters(report: (reports: readonly LoadDelta[]) => void): LoadMeters {
  let timer: NodeJS.Timeout | undefined;
  const meters = new LoadMeters(() => {
    timer ??= setTimeout(() => {
      timer = undefined;
      report(meters.take());
    }, REPORT_MS);
  });
  return meters;
}
