import { LbsimError } from '../../errors.js';
import { ineffective } from '../../schema/library.js';
import type { OptionTable } from '../../schema/option.js';
import { YamlPlaces, type Place } from '../../yaml-places.js';
import type { Command } from '../command.js';
import { itemsOf, parseConfig, wrongKey, type ConfigFile } from './config-file.js';
import { valueOf } from './resolve-values.js';

/** Something that is wrong in a config file, and where. */
export interface Problem extends Place {
  readonly message: string;
}

/**
 * All that is wrong in a config file.
 *
 * @param choose - the command whose options the file has, from its keys
 */
export async function problemsIn(
  path: string,
  text: string,
  choose: (keys: readonly string[]) => Promise<Command>,
): Promise<readonly Problem[]> {
  let file: ConfigFile;
  try {
    file = await parseConfig(path, text);
  } catch (error) {
    return syntaxProblems(text, messageOf(error));
  }
  const { settings } = file;
  const command = await choose(Object.keys(settings));
  const places = new YamlPlaces(text);
  const problems = Object.entries(settings).flatMap(([key, value]): Problem[] => {
    const wrong = wrongKey(key, value, command.options, '');
    if (wrong !== undefined) return [{ ...places.of(key), message: wrong }];
    return valueProblems(key, value, command.options, places);
  });
  return problems.length > 0 ? problems : contradictions(settings, command, places);
}

function syntaxProblems(text: string, message: string): readonly Problem[] {
  const tooLarge = /nested more|stands for more/.test(message);
  const { errors } = tooLarge ? { errors: [] } : new YamlPlaces(text);
  return errors.length > 0 ? errors : [{ line: 1, column: 1, message }];
}

/** Of a list each item by itself. */
function valueProblems(key: string, value: unknown, table: OptionTable, places: YamlPlaces): Problem[] {
  const option = table[key];
  if (option === undefined) return [];
  const items = itemsOf(value);
  const parts =
    Array.isArray(value) && option.kind.joinedBy !== undefined ? items.map((item) => [item]) : [items];
  return parts.flatMap((part, index) => {
    const given = part.map((one) => ({ given: one, where: key }));
    const message = failureOf(() => valueOf(key, option, [() => given]));
    const place = places.of(key, parts.length > 1 ? index : undefined);
    return message === undefined ? [] : [{ ...place, message }];
  });
}

/** What contradicts itself, or has no effect, once each value is right by itself. */
async function contradictions(
  settings: ConfigFile['settings'],
  command: Command,
  places: YamlPlaces,
): Promise<readonly Problem[]> {
  const { options } = command;
  const keys = Object.keys(settings);
  const values = Object.fromEntries(
    Object.entries(options).map(([name, option]) => {
      const given = itemsOf(settings[name]).map((one) => ({ given: one, where: name }));
      // What must be given may be on the command line.
      return [name, given.length === 0 ? option.value : valueOf(name, option, [() => given])] as const;
    }),
  );
  const messages = ineffective(options, values);
  if (messages.length === 0) {
    const message = await command.check?.(values).then(() => undefined, messageOf);
    if (message !== undefined) messages.push(message);
  }
  return messages.map((message) => {
    const [key = ''] = keys.filter((each) => message.includes(each.replace(/s$/, '')));
    return { ...places.of(key), message };
  });
}

function failureOf(attempt: () => unknown): string | undefined {
  try {
    attempt();
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

function messageOf(error: unknown): string {
  if (error instanceof LbsimError) return error.message;
  throw error;
}
