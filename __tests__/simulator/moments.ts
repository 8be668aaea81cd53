/** Mean and variance of so many draws. */
export function momentsOf(
  draw: () => number,
  count: number,
): { readonly mean: number; readonly variance: number } {
  let [mean, squares] = [0, 0];
  for (let index = 1; index <= count; index++) {
    const value = draw();
    const off = value - mean;
    mean += off / index;
    squares += off * (value - mean);
  }
  return { mean, variance: squares / (count - 1) };
}
