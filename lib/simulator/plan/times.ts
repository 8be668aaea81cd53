import type { MeanService } from './service-mean.js';
import { inServiceMeans, type VirtualTime } from './virtual-time.js';

/** Times that may be given as durations, as numbers. */
export interface TimesOfPlan {
  /** In the unit of the mean service time. */
  readonly think: number;
  /** In mean service times. */
  readonly ewmaDecay: number;
  /** In mean service times. */
  readonly queueTimeout: number | undefined;
  /** In mean service times. */
  readonly timeout: number | undefined;
  /** In mean service times. */
  readonly backoff: number;
  /** In mean service times; Infinity for never. */
  readonly shareLag: number;
  /** In mean service times. */
  readonly loadLag: number;
}

type Given = Readonly<Record<'think' | 'ewmaDecay' | 'backoff' | 'shareLag' | 'loadLag', VirtualTime>> & {
  readonly queueTimeout?: VirtualTime;
  readonly timeout?: VirtualTime;
};

/** @throws LbsimError of kind `usage` for a duration where the mean service time has no unit */
export function timesOf(
  { think, ewmaDecay, queueTimeout, timeout, backoff, shareLag, loadLag }: Given,
  mean: MeanService,
): TimesOfPlan {
  return {
    think: typeof think === 'number' ? think : inServiceMeans('think', think, mean) * mean.serviceMean,
    ewmaDecay: inServiceMeans('ewmaDecay', ewmaDecay, mean),
    backoff: inServiceMeans('backoff', backoff, mean),
    shareLag: inServiceMeans('shareLag', shareLag, mean),
    loadLag: inServiceMeans('loadLag', loadLag, mean),
    timeout: timeout === undefined ? undefined : inServiceMeans('timeout', timeout, mean),
    queueTimeout: queueTimeout === undefined ? undefined : inServiceMeans('queueTimeout', queueTimeout, mean),
  };
}
