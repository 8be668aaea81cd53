import { isSure } from '../../simulator/report/comparison.js';
import {
  formatCount,
  formatFigure,
  formatInterval,
  formatShare,
  NOTHING,
} from '../../simulator/report/figures.js';
import type { Detection, Interval, PairReport, SimulationReport } from '../../simulator/report/report.js';
import { table, type Cell } from '../table.js';
import { bar } from './blocks.js';

const BAR_WIDTH = 24;

/** The figures of each run, a row each. Columns that say the same of all runs are left out. */
export function figuresTable(runs: readonly SimulationReport[]): string {
  const severalLoads = new Set(runs.map(({ load }) => load)).size > 1;
  const expected = runs.some((run) => run.expected !== undefined);
  const failed = runs.some((run) => run.failed > 0);
  const head = [
    'algorithm',
    ...(severalLoads ? ['load'] : []),
    'mean ± 95 %',
    ...(expected ? ['theory'] : []),
    ...['p50', 'p90', 'p99', 'p99.9', 'max', 'in system', 'busy', 'imbalance'],
    ...(failed ? ['failed'] : []),
  ];
  const rows = runs.map((run): Cell[] => [
    run.algorithm,
    ...(severalLoads ? [String(run.load)] : []),
    formatEstimate(run.meanSojourn, run.confidence.meanSojourn),
    ...(expected ? [run.expected === undefined ? '' : formatFigure(run.expected.meanSojourn)] : []),
    ...[run.p50, run.p90, run.p99, run.p999, run.max, run.meanQueue].map(formatFigure),
    formatShare(run.utilisation),
    run.imbalance.toFixed(3),
    ...(failed ? [formatCount(run.failed)] : []),
  ]);
  return table(head, rows);
}

/** What differs between each two algorithms. */
export function pairsTable(pairs: readonly PairReport[]): string {
  const severalLoads = new Set(pairs.map(({ load }) => load)).size > 1;
  const rows = pairs.map(({ a, b, load, difference, confidence, ratio }): Cell[] => [
    `${b} − ${a}`,
    ...(severalLoads ? [String(load)] : []),
    formatFigure(difference),
    formatInterval(confidence),
    `${formatFigure(ratio)}×`,
    confidence === undefined ? NOTHING : isSure(confidence) ? 'yes' : 'no',
  ]);
  return table(
    ['mean sojourn', ...(severalLoads ? ['load'] : []), 'difference', '95 % interval', 'ratio', 'real'],
    rows,
  );
}

/** The backends of one run, with bars of how busy each was. */
export function backendsTable({ perBackend }: SimulationReport): string {
  const picked = perBackend.reduce((sum, backend) => sum + backend.picked, 0);
  const rows = perBackend.map((backend): Cell[] => [
    backend.name,
    bar(backend.utilisation, BAR_WIDTH).padEnd(BAR_WIDTH),
    formatShare(backend.utilisation),
    formatShare(picked === 0 ? 0 : backend.picked / picked),
    formatFigure(backend.meanQueue),
    backend.speed,
    backend.weight,
  ]);
  return table(['backend', 'busy', '', 'requests', 'queue', 'speed', 'weight'], rows, 2);
}

/** When health checks noticed what happened, beside when they were to. Undefined when there was nothing to notice. */
export function detectionsTable(runs: readonly SimulationReport[]): string | undefined {
  const rows = runs.flatMap(({ algorithm, scenario }) =>
    alike(scenario?.detections ?? []).map((group): Cell[] => {
      const [first] = group;
      const found = sumOf(group, ({ found }) => found);
      const after = sumOf(group, ({ found, after = 0 }) => found * after) / found;
      return [
        algorithm,
        `${first.backend} ${first.fault}`,
        group.length === 1 ? first.at : `${group.length} times`,
        first.marked,
        `${found} of ${sumOf(group, ({ runs }) => runs)}`,
        found === 0 ? NOTHING : formatFigure(after),
        formatFigure(first.predicted.mean),
        formatFigure(first.predicted.most),
      ];
    }),
  );
  if (rows.length === 0) return undefined;
  return table(['algorithm', 'event', 'at', 'marked', 'noticed', 'after', 'predicted', 'at most'], rows, 2);
}

/** Those that befell the same backend in the same way, together. */
function alike(detections: readonly Detection[]): (readonly [Detection, ...Detection[]])[] {
  const groups = new Map<string, [Detection, ...Detection[]]>();
  for (const detection of detections) {
    const kind = `${detection.backend} ${detection.fault}`;
    const group = groups.get(kind);
    if (group === undefined) groups.set(kind, [detection]);
    else group.push(detection);
  }
  return [...groups.values()];
}

function sumOf(detections: readonly Detection[], of: (detection: Detection) => number): number {
  return detections.reduce((sum, detection) => sum + of(detection), 0);
}

/** `5.280 ± 0.139`; without the half-width where it is not known. */
function formatEstimate(value: number, interval: Interval | undefined): string {
  if (interval === undefined) return formatFigure(value);
  return `${formatFigure(value)} ± ${formatFigure((interval[1] - interval[0]) / 2)}`;
}
