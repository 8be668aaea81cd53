import type { ChalkInstance } from 'chalk';
import type { PairReport, SimulationReport } from '../../simulator/report/report.js';
import { loadPlot } from './load-plot.js';
import { ratioTable, sweepTables } from './sweep.js';

/** Latency against load, and each algorithm at each load. */
export function sweepText(
  runs: readonly SimulationReport[],
  pairs: readonly PairReport[],
  chalk: ChalkInstance,
  room: number,
): string[] {
  const colours = [chalk.cyan, chalk.yellow, chalk.magenta, chalk.green, chalk.blue, chalk.red];
  const unit = runs[0]?.timeUnit === undefined ? '' : ` in ${runs[0].timeUnit}`;
  const series = [...new Set(runs.map(({ algorithm }) => algorithm))].map((name) => ({
    name,
    points: runs
      .filter(({ algorithm, p99 }) => algorithm === name && p99 > 0)
      .map(({ load = 0, p99 }) => ({ load, value: p99 })),
  }));
  const plot = loadPlot(`p99 latency${unit} against load`, series, {
    room,
    paint: (text, index) => (colours[index % colours.length] ?? chalk.white)(text),
  });
  return [
    ...(plot.length === 0 ? [] : [plot.join('\n')]),
    ...sweepTables(runs, room),
    ...(pairs.length > 0 ? [ratioTable(pairs, runs, room)] : []),
  ];
}
