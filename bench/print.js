// A figure as a line, for the benchmarks that write no report.

/** Decimals by unit; others have two. */
const DECIMALS = { '×': 3, '/s': 0 };

/**
 * `drain under load   8.11 ms (2.53–18.20)`: the median, and from the lowest to the highest or its confidence interval.
 *
 * @param figure - undefined: `not measured`
 * @param goal - the most that the median is to be, if there is one
 */
export function printFigure(what, figure, unit, goal) {
  const values = figure && [figure.median, figure.low, figure.high];
  const [shown, ...ends] = (values ?? []).map((value) => value.toFixed(DECIMALS[unit] ?? 2));
  const text = figure ? `${shown} ${unit} (${ends.join('–')})` : 'not measured';
  console.log(`${what.padEnd(44)} ${text}${goal === undefined ? '' : goalText(figure, unit, goal)}`);
}

function goalText(figure, unit, goal) {
  const reached = figure === undefined ? '' : figure.median <= goal ? ': reached' : ': missed';
  return `, goal ≤ ${goal} ${unit}${reached}`;
}
