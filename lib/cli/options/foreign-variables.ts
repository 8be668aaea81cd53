import { LbsimError } from '../../errors.js';
import { optionValue } from '../../schema/option-text.js';
import type { OptionTable } from '../../schema/option.js';
import { COMMANDS } from '../commands/index.js';
import { variableOf } from './sources.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment without the variables of all commands whose value only another command understands, such as the
 * `LBSIM_BACKENDS` of a balancer where a simulator takes a number: one environment serves all commands. A value that no
 * command understands stays, and is refused.
 */
export async function withoutForeign(table: OptionTable, env: Environment): Promise<Environment> {
  const foreign: string[] = [];
  for (const [name, option] of Object.entries(table)) {
    const text = env[variableOf(name)] ?? '';
    if (text !== '' && !isValue(option, text) && (await isValueElsewhere(name, text)))
      foreign.push(variableOf(name));
  }
  return Object.fromEntries(Object.entries(env).filter(([variable]) => !foreign.includes(variable)));
}

async function isValueElsewhere(name: string, text: string): Promise<boolean> {
  for (const { load } of COMMANDS) {
    const { options } = await load();
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    if (option !== undefined && isValue(option, text)) return true;
  }
  return false;
}

function isValue(option: OptionTable[string], text: string): boolean {
  try {
    optionValue(option, text);
    return true;
  } catch (error) {
    if (error instanceof LbsimError) return false;
    throw error;
  }
}
