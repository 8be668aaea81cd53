/** Ranges of seeds that are named; an interruption leaves about as many gaps as there are threads. */
const NAMED = 8;

/** Seeds in rising order: `seed 1`, `seeds 1 to 10`, `seeds 1, 3 to 10`. */
export function seedsText(seeds: readonly number[]): string {
  const starts = seeds.filter((seed, index) => seed - 1 !== seeds[index - 1]);
  const ranges = starts.map((start, index) => {
    const next = starts[index + 1];
    const end = seeds[next === undefined ? seeds.length - 1 : seeds.indexOf(next) - 1];
    return end === start || end === undefined ? `${start}` : `${start} to ${end}`;
  });
  const named = ranges.length > NAMED ? [...ranges.slice(0, NAMED), '…'] : ranges;
  return `${seeds.length > 1 ? 'seeds' : 'seed'} ${named.join(', ')}`;
}
