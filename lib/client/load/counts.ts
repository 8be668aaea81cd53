export function increment<Key>(counts: Map<Key, number>, key: Key, by = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

/** Names with numbers in them in the order of those numbers: B2 before B10. */
export function sortedByName(counts: ReadonlyMap<string, number>): Record<string, number> {
  const byName = new Intl.Collator('en', { numeric: true });
  return Object.fromEntries([...counts].sort(([a], [b]) => byName.compare(a, b)));
}
