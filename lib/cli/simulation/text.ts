import type { Plan } from '../../simulator/plan/plan.js';
import { compareOutcomes } from '../../simulator/report/comparison.js';
import type { SimulationOutcome } from '../../simulator/report/report.js';
import { reflow } from '../../reflow.js';
import { stdoutColours } from '../terminal.js';
import { windowColumns } from '../window.js';
import { classesTable } from './classes-table.js';
import { coursePlot } from './course-plot.js';
import { detectionsTable } from './detections-table.js';
import { distributionPlot } from './distribution-plot.js';
import { isSweep } from './sweep.js';
import { sweepText } from './sweep-text.js';
import { storyLines, systemLine } from './system-line.js';
import { backendsTable, figuresTable, pairsTable } from './tables.js';
import { failureLines, lateEventLines } from './warnings.js';

/** More backends than that are not shown one by one. */
const MOST_BACKENDS = 20;

/** What simulations have found, for people. The same for the same seed. */
export function simulationText(
  plans: readonly Plan[],
  outcomes: readonly SimulationOutcome[],
  compared: boolean,
  noColor: boolean,
  room = windowColumns(),
): string {
  const chalk = stdoutColours(noColor);
  const runs = outcomes.map(({ report }) => report);
  const [plan] = plans;
  if (plan === undefined || outcomes.length === 0) return '';
  const pairs = compared ? compareOutcomes(outcomes).pairs : [];
  const parts = [
    [chalk.bold(systemLine(plan, runs)), ...storyLines(plan)].map((line) => reflow(line, room)).join('\n'),
    ...(isSweep(runs)
      ? sweepText(runs, pairs, chalk, room)
      : [
          figuresTable(runs, room),
          ...[classesTable(runs, room) ?? []].flat(),
          ...(pairs.length > 0 ? [pairsTable(pairs, runs, room)] : []),
          ...detailParts(plan, outcomes, room),
        ]),
    ...[failureLines(outcomes), lateEventLines(plan)]
      .filter((lines) => lines.length > 0)
      .map((lines) => lines.map((line) => reflow(line, room, '  ')).join('\n')),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** How requests, backends and the balancers' health checks fared under one load. */
function detailParts(plan: Plan, outcomes: readonly SimulationOutcome[], room: number): string[] {
  const runs = outcomes.map(({ report }) => report);
  const detections = detectionsTable(runs, room);
  const only = runs.length === 1 ? runs[0] : undefined;
  const unit = runs[0]?.timeUnit === undefined ? '' : ` in ${runs[0].timeUnit},`;
  const distribution = distributionPlot(outcomes, ({ report }) => report.algorithm, room);
  return [
    ...(distribution.length === 0
      ? []
      : [[reflow(`requests by latency,${unit} on a logarithmic scale`, room), ...distribution].join('\n')]),
    ...(only && only.backends <= MOST_BACKENDS ? [backendsTable(only, room)] : []),
    ...(detections === undefined ? [] : [detections]),
    ...courses(plan, outcomes, room),
  ];
}

function courses(
  { settings: { scenario, timeUnit } }: Plan,
  outcomes: readonly SimulationOutcome[],
  room: number,
): string[] {
  if (scenario === undefined) return [];
  return outcomes.flatMap(({ report, course }) => {
    if (course === undefined) return [];
    const [title = '', ...rows] = coursePlot(course, scenario, { room, timeUnit });
    return [[reflow(`${report.algorithm}: ${title}`, room), ...rows].join('\n')];
  });
}
