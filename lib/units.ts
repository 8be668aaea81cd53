const UNIT_SECONDS = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
  ['s', 1],
] as const;

/** As people write it: `0.4 ms`, `12 ms`, `3.2 s`, `3m 57s`, `2h 5m`. */
export function formatMs(ms: number): string {
  if (ms >= 59_950) return formatLong(ms / 1000);
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} s`;
  return ms >= 10 || Number.isInteger(ms) ? `${Math.round(ms)} ms` : `${ms.toFixed(1)} ms`;
}

/** In the two largest units: `3m 57s`; the second one is left out where it is 0. */
function formatLong(seconds: number): string {
  const largest = Math.max(
    0,
    UNIT_SECONDS.findIndex(([, length]) => Math.round(seconds) >= length),
  );
  const [, least] = UNIT_SECONDS[largest + 1] ?? ['s', 1];
  let left = Math.round(seconds / least) * least;
  const parts: string[] = [];
  for (const [unit, length] of UNIT_SECONDS) {
    const amount = Math.floor(left / length);
    left -= amount * length;
    if (amount > 0) parts.push(`${amount}${unit}`);
  }
  return parts.join(' ');
}

/** `312 B`, `4.2 KiB`, `1.5 MiB`. */
export function formatBytes(amount: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  let [size, unit] = [amount, 0];
  for (; size >= 1024 && unit < units.length - 1; unit++) size /= 1024;
  return `${unit === 0 ? Math.round(size) : size.toFixed(1)} ${units[unit] ?? ''}`;
}

/** Rounded, so that milliseconds are told to the microsecond. */
export function toThousandths(value: number): number {
  return Math.round(value * 1000) / 1000;
}
