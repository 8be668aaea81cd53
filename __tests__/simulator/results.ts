import { LatencyHistogram } from '../../lib/latency/latency-histogram.js';
import type { RunResult } from '../../lib/simulator/report/run-result.js';

/** What a run might have found that answered these sojourns, all at one backend. */
export function resultOf(sojourns: readonly number[], others: Partial<RunResult> = {}): RunResult {
  const histogram = new LatencyHistogram();
  for (const sojourn of sojourns) histogram.record(sojourn);
  const sum = sojourns.reduce((total, sojourn) => total + sojourn, 0);
  const { length } = sojourns;
  return {
    seed: 1,
    requests: length,
    completed: length,
    failures: {
      no_backend: 0,
      queue_full: 0,
      queue_timeout: 0,
      rate_limited: 0,
      lost: 0,
      error: 0,
      timeout: 0,
    },
    warmup: 0,
    isSettled: true,
    histogram: histogram.raw,
    meanSojourn: length === 0 ? 0 : sum / length,
    batches: { sums: Float64Array.from(sojourns), counts: new Float64Array(length).fill(1) },
    meanQueue: 1,
    perBackend: [{ picked: length, completed: length, meanQueue: 1, utilisation: 0.5 }],
    little: { area: sum, sojourns: sum },
    retries: 0,
    flips: [],
    endedAt: 100,
    events: 10,
    wallSeconds: 0.5,
    traceHash: '0123456789abcdef',
    ...others,
  };
}
