import type { BalancerView } from '../state/model.js';

const SHORT = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** How full SESSION_MAP is: `118 of 100k`. */
export function sessionsText({ size, max }: NonNullable<BalancerView['sessions']>): string {
  return `${size < 100_000 ? size : short(size)} of ${short(max)}`;
}

function short(count: number): string {
  return SHORT.format(count).replace('K', 'k');
}
