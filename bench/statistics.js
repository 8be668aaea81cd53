// Medians and spreads of rounds. A round that a column has no value for is left out.

/** The value below which that share of the others lies, between neighbours in proportion. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const low = Math.floor(place);
  const high = Math.ceil(place);
  return sorted[low] + (sorted[high] - sorted[low]) * (place - low);
}

/** `{ median, low, high }` of the rounds, or undefined when there are none. */
export function spread(values) {
  const known = (values ?? []).filter(Number.isFinite);
  if (known.length === 0) return undefined;
  return { median: quantile(known, 0.5), low: quantile(known, 0), high: quantile(known, 1) };
}

/** Round by round, how many times the reference a column is. */
export function ratios(values, reference) {
  if (values === undefined || reference === undefined) return [];
  return values.map((value, round) => (reference[round] > 0 ? value / reference[round] : NaN));
}

/** Round by round, by how much a column is above the reference. */
export function differences(values, reference) {
  if (values === undefined || reference === undefined) return [];
  return values.map((value, round) => value - reference[round]);
}

/** `{ median, low, high }`: the median, and its 95 % confidence interval by a bootstrap that draws the same each time. */
export function confidence(values, resamples = 2000) {
  let state = 1;
  const draw = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const medians = Array.from({ length: resamples }, () =>
    quantile(
      values.map(() => values[Math.floor(draw() * values.length)]),
      0.5,
    ),
  );
  return { median: quantile(values, 0.5), low: quantile(medians, 0.025), high: quantile(medians, 0.975) };
}
