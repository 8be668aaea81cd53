import { didYouMean } from '../../did-you-mean.js';
import { optionError } from '../../errors.js';
import { namingPart } from '../../schema/address.js';
import { badValue, type Kind } from '../../schema/kind.js';
import { list } from '../../schema/list.js';
import { plainNumber } from '../../schema/number.js';
import { time } from '../../schema/time.js';
import { formatMs } from '../../units.js';
import type { LimitResult, LoadFindings, LoadLimit, LoadReport, Quantiles } from './load-report.js';

/** One figure of a run, and how its bound is written. */
interface Metric {
  /** @param isShare - whether the bound is a percentage of all connections */
  readonly of: (found: LoadFindings, isShare: boolean) => number | null;
  readonly unit: 'time' | 'connections' | 'a second';
}

const METRICS: Readonly<Record<string, Metric>> = {
  ...quantileMetrics('', ({ latencyMs }) => latencyMs),
  ...quantileMetrics('connect-', ({ connectMs }) => connectMs),
  errors: {
    unit: 'connections',
    of: (found, isShare) => (isShare ? percent(found.failed, found) : found.failed),
  },
  mismatches: {
    unit: 'connections',
    of: (found, isShare) => (isShare ? percent(found.mismatches, found) : found.mismatches),
  },
  throughput: { unit: 'a second', of: ({ ok, seconds }) => (seconds > 0 ? ok / seconds : null) },
};

export const METRIC_NAMES = Object.keys(METRICS);

const OPERATORS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
};

const CONDITION = /^\s*([a-z0-9-]+)\s*(>=|<=|>|<)\s*(\S+)\s*$/i;

/**
 * `p99>200ms`, `connect-max >= 1s`, `errors>1%`, `errors>5`, `throughput<100`. What could not be measured is neither too much
 * nor too little.
 *
 * @throws LbsimError `ERR_OPTION_INVALID` whose message begins with the condition
 */
export function parseLimit(condition: string): LoadLimit {
  const [, name, operator = '', bound = ''] = CONDITION.exec(condition) ?? [];
  const metric = name?.toLowerCase();
  if (metric === undefined)
    throw badValue(condition, 'is not a condition', 'METRIC OPERATOR VALUE, such as p99>200ms or errors>1%');
  const known = Object.hasOwn(METRICS, metric) ? METRICS[metric] : undefined;
  if (known === undefined)
    throw optionError(
      `'${condition}' has an unknown metric${didYouMean(metric, METRIC_NAMES)}: use one of ${METRIC_NAMES.join(', ')}`,
    );
  const isShare = known.unit === 'connections' && bound.endsWith('%');
  const limit = namingPart(condition, 'condition', 'value', () => parseBound(bound, known.unit, isShare));
  return (found) => {
    const value = known.of(found, isShare);
    const holds = value !== null && (OPERATORS[operator]?.(value, limit) ?? false);
    return { condition: condition.trim(), metric, value, holds };
  };
}

function parseBound(bound: string, unit: Metric['unit'], isShare: boolean): number {
  if (unit === 'time') return time.parse(bound);
  const number = plainNumber(isShare ? bound.slice(0, -1) : bound);
  if (!Number.isNaN(number) && !(isShare && number > 100)) return number;
  const wanted =
    unit === 'connections' ? 'a number such as 5, or a share such as 1%' : 'a number such as 100';
  throw badValue(bound, isShare ? 'is not a share' : 'is not a number', wanted);
}

/** What was found, in the unit of the condition: `231 ms`, `3.2 %`, `17`. */
export function valueText({ condition, metric, value }: LimitResult): string {
  if (value === null) return 'not measured';
  if (METRICS[metric]?.unit === 'time') return formatMs(value);
  const figure = Number.isInteger(value) ? String(value) : value.toFixed(1);
  return condition.endsWith('%') ? `${figure} %` : figure;
}

/** Conditions as text; `parse` and `check` refuse those that make no sense. */
export const conditions: Kind<readonly string[], ''> = {
  ...list('condition such as p99>200ms', (text) => {
    parseLimit(text);
    return text;
  }),
  check(name, texts) {
    for (const text of texts) namingPart(text, name, 'condition', () => parseLimit(text));
  },
};

/**
 * Whether a run failed: a condition of `failIf` holds, a connection failed and no condition is about errors, an answer was
 * wrong and none is about mismatches, or no connection went well, whatever the conditions allow.
 */
export function hasFailed({ failIf, ok, failed, mismatches }: LoadReport): boolean {
  const isLimited = (metric: string): boolean => failIf.some((limit) => limit.metric === metric);
  return (
    failIf.some(({ holds }) => holds) ||
    (failed > 0 && ok === 0) ||
    (failed > 0 && !isLimited('errors')) ||
    (mismatches > 0 && !isLimited('mismatches'))
  );
}

function quantileMetrics(prefix: string, of: (found: LoadFindings) => Quantiles): Record<string, Metric> {
  const names = ['p50', 'p90', 'p99', 'max'] as const;
  return Object.fromEntries(
    names.map((name) => [prefix + name, { unit: 'time', of: (found: LoadFindings) => of(found)[name] }]),
  );
}

function percent(part: number, { connections }: LoadFindings): number | null {
  return connections > 0 ? (100 * part) / connections : null;
}
