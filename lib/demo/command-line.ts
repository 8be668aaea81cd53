import { BALANCER_TABLE } from '../control/option-table.js';
import type { BalancerOptions } from '../control/options.js';
import { keyOf } from '../schema/library.js';
import type { Option } from '../schema/option.js';

/**
 * The parts of the command line for such a balancer: the command, and each option with its value.
 *
 * @param backends - as `--backends` takes them
 * @param options - beside them; none that only the library has
 */
export function balanceCommandLine(backends: readonly string[], options: Partial<BalancerOptions>): string[] {
  const given: Readonly<Record<string, unknown>> = { ...options };
  const parts = Object.entries<Option<unknown>>(BALANCER_TABLE).flatMap(([name, option]) => {
    const value = given[keyOf(name, option)];
    return value === undefined ? [] : [`--${name} ${option.kind.show(value)}`];
  });
  return ['lbsim balance', ...parts, `--backends ${backends.join(',')}`];
}
