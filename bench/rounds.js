// Rounds in which every column is measured once, each round in another order, so that a machine whose speed drifts does
// so for all.

/** The columns, begun with another one in each round. */
export function rotated(columns, round) {
  const first = columns.length === 0 ? 0 : round % columns.length;
  return [...columns.slice(first), ...columns.slice(0, first)];
}

/** A figure, taken a second time if the first was disturbed. */
async function figure(bench, label, take) {
  try {
    return await take();
  } catch (error) {
    if (bench.closing) throw error;
    bench.remark(`${label} is measured again: ${error.message}`);
    return take();
  }
}

/**
 * Measures all columns in each round. A column that fails twice is reported and left out of the whole work.
 *
 * @param measure - answers the figures of a column in a round by the names of the work's lines
 * @returns by the column's label, by the line's name, the values of the rounds
 */
export async function interleaved(bench, work, columns, measure, { rounds = bench.rounds } = {}) {
  const results = new Map(columns.map(({ label }) => [label, {}]));
  for (let round = 0; round < rounds; round++) {
    for (const column of rotated(columns, round)) {
      const values = results.get(column.label);
      if (values === undefined) continue;
      bench.progress(`${work.name}, round ${round + 1} of ${rounds}`, column.label);
      await bench.tried(work, column, results, async () => {
        const taken = await figure(bench, column.label, () => measure(column, round));
        for (const [line, value] of Object.entries(taken)) {
          (values[line] ??= [])[round] = value;
        }
      });
    }
  }
  return results;
}
