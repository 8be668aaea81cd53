/** Faults that are offered to be chosen, as `ctl fault` takes them. */
export const OFFERED_FAULTS: readonly string[] = [
  'latency 300ms',
  'latency 2s',
  'jitter 100ms',
  'bandwidth 64K',
  'refuse-ratio 0.2',
  'hang',
  'freeze',
  'probe-only',
];
