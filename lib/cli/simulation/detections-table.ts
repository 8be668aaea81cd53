import { formatFigure, NOTHING } from '../../simulator/report/figures.js';
import type { Detection, SimulationReport } from '../../simulator/report/report.js';
import { table, type Column } from '../table.js';
import { inUnit } from './in-unit.js';

/** Changes of the same kind under one algorithm, as health checks noticed them. */
interface Noticed {
  readonly algorithm: string;
  readonly group: readonly [Detection, ...Detection[]];
}

/** When health checks noticed what happened, beside when they were to. Undefined when there was nothing to notice. */
export function detectionsTable(runs: readonly SimulationReport[], room: number): string | undefined {
  const head = inUnit(runs);
  const rows = runs.flatMap(({ algorithm, scenario }) =>
    alike(scenario?.detections ?? []).map((group): Noticed => ({ algorithm, group })),
  );
  if (rows.length === 0) return undefined;
  const several = runs.length > 1;
  const columns: Column<Noticed>[] = [
    {
      head: 'algorithm',
      cell: ({ algorithm }) => algorithm,
      ...(several ? { narrowest: 10 } : { rank: 3 }),
    },
    { head: 'event', cell: ({ group: [{ backend, fault }] }) => `${backend} ${fault}`, align: 'left' },
    {
      head: head('at'),
      cell: ({ group }) => (group.length === 1 ? group[0].at : `${group.length} times`),
      rank: 1,
    },
    { head: 'marked', cell: ({ group: [{ marked }] }) => marked, rank: 2 },
    { head: 'noticed', cell: noticedText },
    { head: head('after'), cell: afterText },
    { head: head('predicted'), cell: ({ group: [{ predicted }] }) => formatFigure(predicted.mean ?? NaN) },
    { head: head('at most'), cell: ({ group: [{ predicted }] }) => formatFigure(predicted.most), rank: 4 },
  ];
  return table(columns, rows, { room });
}

function noticedText({ group }: Noticed): string {
  return `${sumOf(group, ({ found }) => found)} of ${sumOf(group, ({ runs }) => runs)}`;
}

function afterText({ group }: Noticed): string {
  const found = sumOf(group, ({ found }) => found);
  return found === 0 ? NOTHING : formatFigure(sumOf(group, ({ found, after = 0 }) => found * after) / found);
}

/** Those of the same backend and the same kind, together. */
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
