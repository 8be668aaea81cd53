import type { HistoryView } from './model.js';

/** Of backends of which nothing is known yet: what is drawn of it has its size already. */
export function noHistory(names: readonly string[]): HistoryView {
  const backends = names.map((name) => ({
    ...{ name, open: [], rate: [], failed: [], active: [] },
    firstByteMs: { p50: [], p99: [] },
  }));
  return { stepMs: 0, times: [], rate: [], open: [], waiting: [], ended: {}, backends };
}
