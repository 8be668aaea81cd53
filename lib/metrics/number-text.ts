/** As both formats write a number. */
export function numberText(value: number): string {
  if (value === Infinity) return '+Inf';
  return value === -Infinity ? '-Inf' : String(value);
}

/** As OpenMetrics wants the bounds of buckets, with a decimal point: `0.005`, `1.0`, `+Inf`. The same in both formats, for one series. */
export function canonicalNumber(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : numberText(value);
}
