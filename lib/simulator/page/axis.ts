import { scaleLinear, scaleLog } from 'd3-scale';
import { formatNumber } from '../report/figures.js';

/** A place on an axis that is marked; without a label a line only. */
export interface Tick {
  /** In pixels. */
  readonly at: number;
  readonly label: string;
}

/** Where values are in a plot. */
export interface Axis {
  /** In pixels. What is outside the axis has its place at the end that it is beyond. */
  readonly place: (value: number) => number;
  readonly ticks: readonly Tick[];
}

export interface AxisOptions {
  /** The values that are to have a place. */
  readonly from: number;
  readonly to: number;
  /** Where these are, in pixels: on a vertical axis the first is the greater. */
  readonly range: readonly [from: number, to: number];
  /** How far labels are to be apart at least, in pixels. */
  readonly spacing: number;
  /** @default with as many digits as it takes */
  readonly format?: (value: number) => string;
}

export interface LinearAxisOptions extends AxisOptions {
  /** Whether it goes on until the next tick. @default true */
  readonly nice?: boolean;
}

/** Pixels that a decade needs to have its 2 and 5 labelled too, as a multiple of the spacing. */
const FINE_DECADE = 3;

/** A ratio of the greatest to the least value past which a linear axis shows the great ones only. */
const LINEAR_SPAN = 12;

/** An axis of equal steps. */
export function linearAxis({
  from,
  to,
  range,
  spacing,
  format = formatNumber,
  nice = true,
}: LinearAxisOptions): Axis {
  const count = Math.max(2, Math.floor(Math.abs(range[1] - range[0]) / spacing));
  const scale = scaleLinear()
    .domain(from < to ? [from, to] : [from, from + 1])
    .range(range)
    .clamp(true);
  if (nice) scale.nice(count);
  return {
    place: scale,
    ticks: scale.ticks(count).map((value) => ({ at: scale(value), label: format(value) })),
  };
}

/** A logarithmic axis, from a 1, 2 or 5 of a decade to another one. */
export function logAxis({ from, to, range, spacing, format = formatNumber }: AxisOptions): Axis {
  const [low, high] = [roundDown(from), roundUp(Math.max(to, from * 1.01))];
  const scale = scaleLog().domain([low, high]).range(range).clamp(true);
  const decades = Math.log10(high / low);
  const perDecade = Math.abs(range[1] - range[0]) / decades;
  const every = Math.max(1, Math.ceil(spacing / perDecade));
  const labelled = (exponent: number, digit: number): boolean =>
    digit === 1 ? exponent % every === 0 : (digit === 2 || digit === 5) && perDecade >= FINE_DECADE * spacing;
  const ticks: Tick[] = [];
  for (let exponent = Math.floor(Math.log10(low)); exponent <= Math.ceil(Math.log10(high)); exponent++) {
    for (const digit of [1, 2, 5]) {
      const value = Number(`${digit}e${exponent}`);
      if (value < low || value > high || (digit > 1 && perDecade < spacing)) continue;
      ticks.push({ at: scale(value), label: labelled(exponent, digit) ? format(value) : '' });
    }
  }
  return { place: scale, ticks };
}

/** From 0 in equal steps; logarithmic if the small values could not be told apart otherwise. */
export function fittingAxis(
  values: readonly number[],
  options: Omit<AxisOptions, 'from' | 'to'>,
): Axis & { readonly kind: 'linear' | 'logarithmic' } {
  const positive = values.filter((value) => value > 0 && Number.isFinite(value));
  const least = positive.reduce((min, value) => Math.min(min, value), Infinity);
  const greatest = positive.reduce((max, value) => Math.max(max, value), 0);
  return greatest > LINEAR_SPAN * least
    ? { kind: 'logarithmic', ...logAxis({ ...options, from: least, to: greatest }) }
    : { kind: 'linear', ...linearAxis({ ...options, from: 0, to: greatest }) };
}

/** The greatest 1, 2 or 5 of a decade that isn't above the value. */
function roundDown(value: number): number {
  const exponent = Math.floor(Math.log10(value));
  const digit = [5, 2, 1].find((candidate) => Number(`${candidate}e${exponent}`) <= value * (1 + 1e-9)) ?? 1;
  return Number(`${digit}e${exponent}`);
}

/** The least one that isn't below it. */
function roundUp(value: number): number {
  const exponent = Math.floor(Math.log10(value));
  const digit = [1, 2, 5, 10].find((candidate) => candidate * 10 ** exponent >= value * (1 - 1e-9)) ?? 10;
  return Number(`${digit}e${exponent}`);
}
