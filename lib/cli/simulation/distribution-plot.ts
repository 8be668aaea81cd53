import type { SimulationOutcome } from '../../simulator/report/report.js';
import { blocks, marksBelow } from './blocks.js';

const WIDTH = 64;
const NARROWEST = 16;
/** Less than a thousandth of the mean service time is no time. */
const SMALLEST = 0.001;

/**
 * The distribution of latencies, a row of blocks for each outcome, all over the same logarithmic axis: how many requests took
 * that long. Below, the powers of ten.
 *
 * @param room - columns of the window
 */
export function distributionPlot(
  outcomes: readonly SimulationOutcome[],
  labelOf: (outcome: SimulationOutcome) => string,
  room = Infinity,
): string[] {
  const answered = outcomes.filter(({ tail }) => tail.length > 0);
  if (answered.length === 0) return [];
  const from = Math.log10(Math.max(SMALLEST, Math.min(...answered.map(({ tail }) => lowest(tail)))));
  const to = Math.log10(Math.max(...answered.map(({ report }) => report.max))) + 1e-9;
  const labels = answered.map(labelOf);
  const margin = Math.max(...labels.map(({ length }) => length)) + 2;
  const width = Math.max(NARROWEST, Math.min(WIDTH, room - margin));
  const columnOf = (log: number): number =>
    Math.max(0, Math.min(width - 1, Math.floor(((log - from) / (to - from)) * width)));
  const rows = answered.map(({ tail }, index) => {
    return (
      (labels[index] ?? '').padEnd(margin) + blocks(shares(tail, width, columnOf), { faint: false }).trimEnd()
    );
  });
  const ticks = Array.from(
    { length: Math.floor(to) - Math.ceil(from) + 1 },
    (_, nth) => Math.ceil(from) + nth,
  );
  const axis = marksBelow(
    ticks.map((power) => ({ column: columnOf(power), text: `|${formatPower(power)}` })),
    room - margin,
  );
  return [...rows, ...axis.map((line) => ' '.repeat(margin) + line)];
}

/** Where the plot begins: the fastest thousandth is left out. */
function lowest(tail: SimulationOutcome['tail']): number {
  return tail.findLast(({ share }) => share >= 0.999)?.value ?? SMALLEST;
}

/** The share of all requests in each column. */
function shares(tail: SimulationOutcome['tail'], width: number, columnOf: (log: number) => number): number[] {
  const columns = Array.from({ length: width }, () => 0);
  tail.forEach(({ value, share }, index) => {
    const column = columnOf(value > 0 ? Math.log10(value) : -Infinity);
    columns[column] = (columns[column] ?? 0) + share - (tail[index + 1]?.share ?? 0);
  });
  return columns;
}

function formatPower(power: number): string {
  return power < 0 ? (10 ** power).toFixed(-power) : String(10 ** power);
}
