import { BALANCER_TABLE } from '../control/option-table.js';
import type { BalancerOptions } from '../control/options.js';
import { keyOf } from '../schema/library.js';
import type { Option } from '../schema/option.js';

/**
 * The lines to type into a shell for such a balancer, at most 80 columns wide as long as there are three backends.
 *
 * @param backends - as `--backends` takes them
 * @param options - beside them; none that only the library has
 */
export function balanceCommandLine(backends: readonly string[], options: Partial<BalancerOptions>): string[] {
  const given: Readonly<Record<string, unknown>> = { ...options };
  const words = Object.entries<Option<unknown>>(BALANCER_TABLE).flatMap(([name, option]) => {
    const value = given[keyOf(name, option)];
    return value === undefined ? [] : [`--${name}`, option.kind.show(value)];
  });
  return [['lbsim balance', ...words, '\\'].join(' '), `    --backends ${backends.join(',')}`];
}
