import { formatFigure, formatShare } from '../../simulator/report/figures.js';
import { classRows, type ClassRow } from '../../simulator/report/class-rows.js';
import type { SimulationReport } from '../../simulator/report/report.js';
import { table, type Column } from '../table.js';
import { inUnit } from './in-unit.js';

/** How each class of requests fared in each run, a row each; undefined without classes. */
export function classesTable(runs: readonly SimulationReport[], room: number): string | undefined {
  const rows = classRows(runs);
  if (rows.length === 0) return undefined;
  const head = inUnit(runs);
  const hasTheory = rows.some(({ found }) => found.expected !== undefined);
  const hasFailures = rows.some(({ found }) => found.failed > 0);
  const hasIntervals = rows.some(({ found }) => found.confidence !== null);
  const columns: Column<ClassRow>[] = [
    { head: 'class', cell: ({ found }) => found.class, narrowest: 8 },
    ...(runs.length > 1
      ? [
          {
            head: 'algorithm',
            cell: ({ algorithm }: ClassRow) => algorithm,
            align: 'left',
            narrowest: 9,
          } as const,
        ]
      : []),
    { head: 'share', cell: ({ found }) => formatShare(found.share), rank: 6 },
    { head: head('service'), cell: ({ found }) => formatFigure(found.serviceMean), rank: 4 },
    ...(hasFailures ? [{ head: 'answered', cell: ({ answered }: ClassRow) => answered }] : []),
    { head: head(hasIntervals ? 'mean ± 95 %' : 'mean'), cell: meanText },
    ...(hasTheory ? [{ head: head('theory'), cell: theoryText, rank: 3 }] : []),
    { head: head('p50'), cell: ({ found }) => formatFigure(found.latency.p50), rank: 2 },
    { head: head('p99'), cell: ({ found }) => formatFigure(found.latency.p99) },
    { head: head('max'), cell: ({ found }) => formatFigure(found.latency.max), rank: 5 },
    { head: 'mean / service', cell: ({ slowdown }) => formatFigure(slowdown), rank: 1 },
  ];
  return table(columns, rows, { room });
}

function meanText({ found: { latency, confidence } }: ClassRow): string {
  if (confidence === null) return formatFigure(latency.mean);
  const [low, high] = confidence.meanSojourn;
  return `${formatFigure(latency.mean)} ± ${formatFigure((high - low) / 2)}`;
}

function theoryText({ found: { expected } }: ClassRow): string {
  return expected === undefined ? '' : formatFigure(expected.meanSojourn);
}
