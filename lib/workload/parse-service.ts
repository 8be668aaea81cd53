import { optionError } from '../errors.js';
import type { ServiceDistribution } from './service-times.js';

/** What a service distribution is called, and what its number is, if it has one. */
export const SERVICES = [
  'exponential',
  'deterministic',
  'erlang:K',
  'lognormal:CV2',
  'pareto:ALPHA',
] as const;

const NUMBER = /^\d*\.?\d+$/;
const MOST_PHASES = 1000;

/**
 * `exponential`, `deterministic`, `erlang:4` (phases), `lognormal:2` (squared coefficient of variation), `pareto:1.5` (tail
 * index, above 1).
 *
 * @param known - all that may be written, for the error
 * @throws LbsimError `ERR_OPTION_INVALID`
 */
export function parseService(text: string, known: readonly string[] = SERVICES): ServiceDistribution {
  const [kind = '', number, ...rest] = text.toLowerCase().split(':');
  const value = number !== undefined && NUMBER.test(number) ? Number(number) : NaN;
  if (rest.length === 0) {
    if (number === undefined && (kind === 'exponential' || kind === 'deterministic')) return { kind };
    if (kind === 'erlang' && Number.isInteger(value) && value >= 1 && value <= MOST_PHASES)
      return { kind, phases: value };
    if (kind === 'lognormal' && value > 0) return { kind, cv2: value };
    if (kind === 'pareto' && value > 1) return { kind, alpha: value };
  }
  throw optionError(`'${text}' is not a service distribution: use ${wanted(kind, known)}`);
}

/** How a distribution is written down. */
export function formatService(service: ServiceDistribution): string {
  switch (service.kind) {
    case 'exponential':
    case 'deterministic':
      return service.kind;
    case 'erlang':
      return `erlang:${service.phases}`;
    case 'lognormal':
      return `lognormal:${service.cv2}`;
    case 'pareto':
      return `pareto:${service.alpha}`;
    case 'empirical':
      return `empirical:${service.file}`;
  }
}

/** What to write instead: what is meant if that can be seen, else all there is. */
function wanted(kind: string, known: readonly string[]): string {
  switch (kind) {
    case 'erlang':
      return `erlang:K with 1 to ${MOST_PHASES} phases, such as erlang:4`;
    case 'lognormal':
      return 'lognormal:CV2 with a squared coefficient of variation above 0, such as lognormal:4';
    case 'pareto':
      return 'pareto:ALPHA with a tail index above 1, such as pareto:1.5';
    default:
      return `one of ${known.join(', ')}`;
  }
}
