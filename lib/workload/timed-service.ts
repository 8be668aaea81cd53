import { namingPart } from '../schema/address.js';
import { badValue, type Kind } from '../schema/kind.js';
import { positiveTime } from '../schema/time.js';
import { anyCase, text } from '../schema/word.js';
import { parseService } from './parse-service.js';
import type { ServiceDistribution } from './service-times.js';

/** A distribution of service times with its mean in real time. */
export interface TimedService {
  readonly distribution: ServiceDistribution;
  /** In milliseconds, above 0. */
  readonly meanMs: number;
}

/** How each is written: what stands between its name and its mean, and an example. */
const FORMS: Readonly<Record<string, { readonly parameter?: string; readonly example: string }>> = {
  exponential: { example: 'exponential:50ms' },
  deterministic: { example: 'deterministic:50ms' },
  erlang: { parameter: 'K', example: 'erlang:4:50ms' },
  lognormal: { parameter: 'CV2', example: 'lognormal:2:50ms' },
  pareto: { parameter: 'ALPHA', example: 'pareto:2.5:50ms' },
};

/** `exponential:MEAN`, `erlang:K:MEAN`, … */
export const TIMED_SERVICES = Object.entries(FORMS).map(([name, { parameter }]) =>
  [name, ...(parameter === undefined ? [] : [parameter]), 'MEAN'].join(':'),
);

/**
 * `exponential:50ms`, `erlang:4:50ms`, `lognormal:2:0.1`: a distribution as in a simulation, then its mean, a duration.
 *
 * @throws LbsimError `ERR_OPTION_INVALID` whose message begins with what is wrong
 */
export function parseTimedService(written: string): TimedService {
  const parts = written.split(':');
  const kind = (parts[0] ?? '').toLowerCase();
  const form = Object.hasOwn(FORMS, kind) ? FORMS[kind] : undefined;
  if (form === undefined)
    throw badValue(
      written,
      'is not a service distribution',
      `one of ${TIMED_SERVICES.join(', ')}, such as exponential:50ms`,
    );
  if (parts.length !== form.example.split(':').length)
    throw badValue(
      written,
      'is not a distribution with a mean',
      `${TIMED_SERVICES.find((each) => each.startsWith(kind)) ?? ''}, such as ${form.example}`,
    );
  const distribution = parseService(parts.slice(0, -1).join(':'));
  const meanMs = namingPart(written, 'service', 'mean', () => positiveTime.parse(parts.at(-1) ?? ''));
  return { distribution, meanMs };
}

/** A distribution with its mean, checked, as it was written. */
export const timedService: Kind<string, ''> = {
  ...text,
  range: TIMED_SERVICES.join(', '),
  schema: {
    type: 'string',
    pattern: `^(?:${Object.keys(FORMS).map(anyCase).join('|')}):(?:[\\d.]+:)?[\\d.]+(?:ms|s|m|h)?$`,
  },
  parse: (written) => {
    parseTimedService(written);
    return written;
  },
  check: (_, written) => void parseTimedService(written),
};
