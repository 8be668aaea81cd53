import type { Interval, SimulationReport } from './report.js';

/** What is written where there is nothing to say. */
export const NOTHING = '–';

/** A figure with three or four digits that count: `0.034`, `2.659`, `47.34`, `193.2`, `12,345`; a dash where there is none. */
export function formatFigure(value: number | null): string {
  if (value === null) return NOTHING;
  if (!Number.isFinite(value)) return Number.isNaN(value) ? NOTHING : value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size < 0.1) return signed(value, { maximumSignificantDigits: 2 });
  const digits = size < 10 ? 3 : size < 100 ? 2 : size < 1000 ? 1 : 0;
  return signed(value, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** A time that a run took, as a figure; a dash where no request was answered, so that there is none. */
export function formatTime(report: Pick<SimulationReport, 'perBackend'>, value: number): string {
  return hasAnswers(report) ? formatFigure(value) : NOTHING;
}

/** Whether a request that counts was answered. */
export function hasAnswers({ perBackend }: Pick<SimulationReport, 'perBackend'>): boolean {
  return perBackend.some(({ completed }) => completed > 0);
}

/** The unit of times, after a figure: ` ms`; nothing where they have none. */
export function unitAfter({ timeUnit }: { readonly timeUnit?: 'ms' | undefined }): string {
  return timeUnit === undefined ? '' : ` ${timeUnit}`;
}

/** A whole number: `300,000`. */
export function formatCount(value: number): string {
  return signed(value, { maximumFractionDigits: 0 });
}

/** What is the same, or between two bounds: `10,000`, `10,000 to 12,500`. */
export function formatCounts(values: readonly number[]): string {
  const bounds = new Set([Math.min(...values), Math.max(...values)]);
  return [...bounds].map(formatCount).join(' to ');
}

/** `90 %`, `0.12 %`; `99.99 %`, not `100 %`. */
export function formatShare(share: number): string {
  const percent = 100 * share;
  const digits = percent < 10 ? 2 : percent > 99.9 ? 6 : 3;
  return `${signed(percent, percent === 0 ? {} : { maximumSignificantDigits: digits })} %`;
}

/** A number as it was chosen by someone, or by an axis: `0.55`, `1,000`. */
export function formatNumber(value: number): string {
  return signed(value, { maximumSignificantDigits: 6 });
}

/** `1.801 to 1.912`, or a dash when there were too few samples to tell. */
export function formatInterval(interval: Interval | null | undefined): string {
  return interval === undefined || interval === null ? NOTHING : interval.map(formatFigure).join(' to ');
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

/** With a minus that is as wide as a plus. */
function signed(value: number, options: Intl.NumberFormatOptions): string {
  return value.toLocaleString('en-US', options).replace('-', '−');
}
