import { formatFigure, formatShare } from '../../simulator/report/figures.js';
import { classRows, type ClassRow } from '../../simulator/report/class-rows.js';
import type { SimulationReport } from '../../simulator/report/report.js';
import { reflow } from '../../reflow.js';
import { table, type Column } from '../table.js';
import { inUnit } from './in-unit.js';

const NO_INTERVALS = 'no intervals of single classes in one run; add --replications 10';

/** How each class of requests fared in each run, a row each; undefined without classes. */
export function classesTable(runs: readonly SimulationReport[], room: number): string | undefined {
  const rows = classRows(runs);
  if (rows.length === 0) return undefined;
  const head = inUnit(runs);
  const hasTheory = rows.some(({ found }) => found.expected !== undefined);
  const heavy = runs.some(({ heavyTail }) => heavyTail);
  const hasFailures = rows.some(({ found }) => found.failed > 0);
  const hasIntervals = rows.some(({ found }) => found.confidence !== null);
  const mean: readonly Column<ClassRow>[] = [
    { head: head(`${heavy ? 'unsure mean' : 'mean'}${hasIntervals ? ' ± 95 %' : ''}`), cell: meanText },
    ...(hasTheory ? [{ head: head('theory'), cell: theoryText, rank: 3 }] : []),
  ];
  const columns: Column<ClassRow>[] = [
    { head: 'class', cell: ({ found }) => found.class, narrowest: 8 },
    ...(runs.length > 1
      ? [
          {
            head: 'algorithm',
            cell: ({ algorithm }: ClassRow) => algorithm,
            align: 'left',
            narrowest: 17,
          } as const,
        ]
      : []),
    { head: 'share', cell: ({ found }) => formatShare(found.share), rank: 6 },
    { head: head('service'), cell: ({ found }) => formatFigure(found.serviceMean), rank: 4 },
    ...(hasFailures ? [{ head: 'answered', cell: ({ answered }: ClassRow) => answered }] : []),
    ...(heavy ? [] : mean),
    { head: head('p50'), cell: ({ found }) => formatFigure(found.latency.p50), rank: 2 },
    { head: head('p99'), cell: ({ found }) => formatFigure(found.latency.p99) },
    { head: head('max'), cell: ({ found }) => formatFigure(found.latency.max), rank: 5 },
    ...(heavy ? mean : []),
    { head: 'mean / service', cell: ({ slowdown }) => formatFigure(slowdown), rank: 1 },
  ];
  const drawn = table(columns, rows, { room });
  return hasIntervals || runs.every(({ confidence }) => confidence === null)
    ? drawn
    : `${drawn}\n${reflow(NO_INTERVALS, room, '  ')}`;
}

function meanText({ found: { latency, confidence } }: ClassRow): string {
  if (confidence === null) return formatFigure(latency.mean);
  const [low, high] = confidence.meanSojourn;
  return `${formatFigure(latency.mean)} ± ${formatFigure((high - low) / 2)}`;
}

function theoryText({ found: { expected } }: ClassRow): string {
  return expected === undefined ? '' : formatFigure(expected.meanSojourn);
}
