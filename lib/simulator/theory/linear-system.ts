/**
 * Solves `matrix · x = right` by Gauss's elimination with partial pivoting. Cost: O(n³).
 *
 * @returns x; the arguments stay as they are
 * @throws RangeError for a matrix that is singular
 */
export function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, index) => Float64Array.from([...row, right[index] ?? 0]));
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    const pivot = pivotRow(rows, column);
    for (const row of rows.slice(column + 1)) {
      const factor = at(row, column) / at(pivot, column);
      if (factor !== 0) for (let k = column; k <= size; k++) row[k] = at(row, k) - factor * at(pivot, k);
    }
  }
  const solution = new Array<number>(size).fill(0);
  for (let index = size - 1; index >= 0; index--) {
    const row = rows[index] ?? new Float64Array();
    let rest = at(row, size);
    for (let k = index + 1; k < size; k++) rest -= at(row, k) * (solution[k] ?? 0);
    solution[index] = rest / at(row, index);
  }
  return solution;
}

/** Brings the row whose entry in that column is greatest to its place on the diagonal. */
function pivotRow(rows: Float64Array[], column: number): Float64Array {
  let best = column;
  for (let row = column + 1; row < rows.length; row++)
    if (Math.abs(at(rows[row], column)) > Math.abs(at(rows[best], column))) best = row;
  const [pivot, other] = [rows[best], rows[column]];
  if (pivot === undefined || other === undefined || at(pivot, column) === 0)
    throw new RangeError(`the matrix is singular in column ${column}: its equations depend on each other`);
  [rows[column], rows[best]] = [pivot, other];
  return pivot;
}

function at(row: Float64Array | undefined, column: number): number {
  return row?.[column] ?? 0;
}
