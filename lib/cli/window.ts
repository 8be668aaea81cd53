/** Of a terminal that does not say how wide it is. */
const USUAL_COLUMNS = 80;

/** Columns of standard output. A pipe or a file has no bound, so that nothing is left out there. */
export function windowColumns(): number {
  const { isTTY, columns } = process.stdout;
  return isTTY ? columns || USUAL_COLUMNS : Infinity;
}
