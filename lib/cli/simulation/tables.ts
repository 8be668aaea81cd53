import { answeredText } from '../../simulator/report/answered.js';
import {
  formatCount,
  formatFigure,
  formatInterval,
  formatShare,
  formatTime,
  NOTHING,
} from '../../simulator/report/figures.js';
import { intervalAdvice } from '../../simulator/report/interval-advice.js';
import type { BackendReport, PairReport, SimulationReport } from '../../simulator/report/report.js';
import { reflow } from '../../reflow.js';
import { table, type Column } from '../table.js';
import { bar } from './blocks.js';
import { inUnit } from './in-unit.js';

const BAR_WIDTH = 24;
const SHORT_BAR = 12;
/** Windows from that width on have room for the whole bar. */
const WIDE = 100;

/** The figures of each run, a row each. Columns in which nothing would stand are left out. */
export function figuresTable(runs: readonly SimulationReport[], room: number): string {
  const head = inUnit(runs);
  const failed = runs.some((run) => run.failed > 0);
  const heavy = runs.some(({ heavyTail }) => heavyTail);
  const mean: readonly Column<SimulationReport>[] = [
    { head: head(meanHead(failed, heavy, runs)), cell: (run) => formatEstimate(run) },
    ...(runs.some(({ expected }) => expected !== undefined)
      ? [{ head: head('theory'), cell: theoryOf, rank: 4 }]
      : []),
  ];
  const columns: Column<SimulationReport>[] = [
    { head: 'algorithm', cell: ({ algorithm }) => algorithm, narrowest: 17 },
    ...(failed ? [{ head: 'answered', cell: answeredText }] : []),
    ...(heavy ? [] : mean),
    quantile(head('p50'), ({ p50 }) => p50, 1),
    quantile(head('p90'), ({ p90 }) => p90, 5),
    quantile(head('p99'), ({ p99 }) => p99),
    quantile(head('p99.9'), ({ p999 }) => p999, 3),
    quantile(head('max'), ({ max }) => max, 6),
    ...(heavy ? mean : []),
    { head: 'in system', cell: ({ meanQueue }) => formatFigure(meanQueue), rank: 8 },
    { head: 'utilisation', cell: ({ utilisation }) => formatShare(utilisation), rank: 2 },
    { head: 'imbalance', cell: imbalanceText, rank: 7 },
    ...(failed ? [{ head: 'failed', cell: (run: SimulationReport) => formatCount(run.failed) }] : []),
  ];
  return withAdvice(table(columns, runs, { room, rest: runs.length === 1 ? 'below' : 'named' }), runs, room);
}

/** Requests that failed have no latency; a mean that has no variance may be far off. */
function meanHead(failed: boolean, heavy: boolean, runs: readonly SimulationReport[]): string {
  const interval = runs.some(({ confidence }) => confidence !== null) ? ' ± 95 %' : '';
  return `${heavy ? 'unsure mean' : 'mean'}${failed ? ' of the answered' : ''}${interval}`;
}

/** Says below a table that it has no intervals, and how to get them. */
export function withAdvice(text: string, runs: readonly SimulationReport[], room: number): string {
  const advice = intervalAdvice(runs)?.split('\n') ?? [];
  return [text, ...advice.map((line) => reflow(line, room, '  '))].join('\n');
}

function quantile(head: string, of: (run: SimulationReport) => number, rank = 0): Column<SimulationReport> {
  return { head, cell: (run) => formatTime(run, of(run)), rank };
}

/** What differs between each two algorithms. */
export function pairsTable(
  pairs: readonly PairReport[],
  runs: readonly SimulationReport[],
  room: number,
): string {
  const head = inUnit(runs);
  const columns: Column<PairReport>[] = [
    { head: head('mean latency'), cell: ({ a, b }) => `${b} − ${a}`, narrowest: 19 },
    { head: 'difference', cell: ({ difference }) => formatFigure(difference), rank: 1 },
    { head: '95 % interval', cell: ({ confidence }) => formatInterval(confidence), rank: 2 },
    { head: 'ratio', cell: ({ ratio }) => (ratio === null ? NOTHING : `${formatFigure(ratio)}×`) },
    { head: 'real', cell: realText },
  ];
  return table(columns, pairs, { room });
}

/** The backends of one run, with bars of their utilisation. */
export function backendsTable({ perBackend }: SimulationReport, room: number): string {
  const picked = perBackend.reduce((sum, backend) => sum + backend.picked, 0);
  const width = room < WIDE ? SHORT_BAR : BAR_WIDTH;
  const columns: Column<BackendReport>[] = [
    { head: 'backend', cell: ({ name }) => name },
    { head: 'utilisation', cell: ({ utilisation }) => bar(utilisation, width).padEnd(width), align: 'left' },
    { head: '', cell: ({ utilisation }) => formatShare(utilisation) },
    { head: 'requests', cell: (backend) => (picked === 0 ? NOTHING : formatShare(backend.picked / picked)) },
    { head: 'queue', cell: ({ meanQueue }) => formatFigure(meanQueue), rank: 1 },
    { head: 'speed', cell: ({ speed }) => speed, rank: 2 },
    { head: 'weight', cell: ({ weight }) => weight, rank: 3 },
  ];
  return table(columns, perBackend, { room });
}

function theoryOf({ expected }: SimulationReport): string {
  return expected === undefined ? '' : formatFigure(expected.meanSojourn);
}

/** A dash where no request came to a backend. */
function imbalanceText({ imbalance, perBackend }: SimulationReport): string {
  return perBackend.some(({ picked }) => picked > 0) ? imbalance.toFixed(3) : NOTHING;
}

function realText({ confidence, significant, answered }: PairReport): string {
  if (confidence === null) return NOTHING;
  return `${significant ? 'yes' : 'no'}${answered === undefined ? '' : ', but unequal failures'}`;
}

/** `5.280 ± 0.139`; without the half-width where it is not known. */
function formatEstimate(run: SimulationReport): string {
  const mean = formatTime(run, run.meanSojourn);
  const interval = run.confidence?.meanSojourn;
  return interval === undefined ? mean : `${mean} ± ${formatFigure((interval[1] - interval[0]) / 2)}`;
}
