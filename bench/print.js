// A figure as a line, for the benchmarks that write no report.

/** Decimals by unit; others have two. */
const DECIMALS = { '×': 3, '/s': 0 };

/** `drain under load   8.11 ms (2.53–18.20)`: the median, and from the lowest to the highest or its confidence interval. */
export function printFigure(what, { median, low, high }, unit) {
  const [shown, ...ends] = [median, low, high].map((value) => value.toFixed(DECIMALS[unit] ?? 2));
  console.log(`${what.padEnd(44)} ${shown} ${unit} (${ends.join('–')})`);
}
