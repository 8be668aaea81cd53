import { optionError } from '../errors.js';
import type { Kind } from './kind.js';
import type { Need, Option, OptionTable } from './option.js';

const GIVE_BOTH = 'give both, or leave it out';

/** An option that has no effect. */
export interface Idle {
  readonly name: string;
  readonly needs: Need;
  readonly message: string;
  /** What to do about it. */
  readonly advice: string;
}

/** How a message names an option: `--port`, `port`. */
type Called = (name: string) => string;

/**
 * Refuses the first option that {@link ineffective} finds.
 *
 * @param values - by the options' names
 * @throws LbsimError `ERR_OPTION_INVALID`
 */
export function refuseIneffective(
  table: OptionTable,
  values: Readonly<Record<string, unknown>>,
  called: Called,
  adviceOf: (idle: Idle) => string = ({ advice }) => advice,
): void {
  const [idle] = ineffective(table, values, called);
  if (idle !== undefined) throw optionError(`${idle.message}: ${adviceOf(idle)}`);
}

/** The advice that suits a program, which cannot give an option of the command line. */
export function adviceToPrograms({ needs, advice }: Idle): string {
  return typeof needs.advice === 'function' ? advice : GIVE_BOTH;
}

/**
 * The options that have no effect with the others given, whatever is changed while the process runs.
 *
 * @param values - by the options' names; what the library has beside the table, too
 */
export function ineffective(
  table: OptionTable,
  values: Readonly<Record<string, unknown>>,
  called: Called,
): readonly Idle[] {
  return Object.entries(table).flatMap(([name, option]) => {
    const value = values[name];
    if (!isGiven(option, value)) return [];
    const missing = [option.needs ?? []].flat().find((needs) => isMissing(needs, value, table, values));
    return missing === undefined ? [] : [idle(name, missing, table, values, called)];
  });
}

/** Whether it is another value than the default, which is as good as none. */
export function isGiven(option: Option<unknown>, value: unknown): boolean {
  return value !== undefined && value !== option.value;
}

function isMissing(
  { one, having, when = () => true }: Need,
  value: unknown,
  table: OptionTable,
  values: Readonly<Record<string, unknown>>,
): boolean {
  // Nothing is known of options that are in another table.
  const known = one.filter((name) => Object.hasOwn(table, name) || values[name] !== undefined);
  if (known.length === 0 || !when(value)) return false;
  return !known.some((name) => {
    const other = table[name];
    const its = values[name] ?? other?.value;
    if (having !== undefined) return having(its, name);
    return other === undefined || isGiven(other, its);
  });
}

function idle(
  name: string,
  needs: Need,
  table: OptionTable,
  values: Readonly<Record<string, unknown>>,
  called: Called,
): Idle {
  const { one, having, says, advice = GIVE_BOTH } = needs;
  const known = one.filter((each) => Object.hasOwn(table, each));
  const [other = ''] = known;
  const its = values[other] ?? table[other]?.value;
  const isNamed = having !== undefined && known.length === 1 && its !== undefined;
  const others = isNamed ? written(other, table[other]?.kind, its, called) : known.map(called).join(' or ');
  const wrong = says?.(others, called) ?? `${isNamed ? 'with' : 'without'} ${others} does nothing`;
  return {
    name,
    needs,
    message: `${written(name, table[name]?.kind, values[name], called)} ${wrong}`,
    advice: typeof advice === 'function' ? advice(called) : advice,
  };
}

function written(name: string, kind: Kind<unknown> | undefined, value: unknown, called: Called): string {
  return kind?.flag === true ? called(name) : `${called(name)} ${kind?.show(value) ?? String(value)}`;
}
