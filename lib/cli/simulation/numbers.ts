/** A time for people: three or four digits that tell. */
export function formatTime(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  return value.toFixed(size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3);
}

/** `5.280 ± 0.139`; without the half-width where it is not known. */
export function formatEstimate(value: number, interval?: readonly [low: number, high: number]): string {
  if (interval === undefined) return formatTime(value);
  return `${formatTime(value)} ± ${formatTime((interval[1] - interval[0]) / 2)}`;
}

export function formatCount(value: number): string {
  return value.toLocaleString('en-US');
}

/** `10.2 %` */
export function formatShare(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;
}
