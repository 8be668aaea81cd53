import { LbsimError } from '../../errors.js';
import type { Configuration } from '../../reload/configuration.js';
import type { ReaderOf } from '../../reload/reloader.js';
import { isDefaultText } from '../../schema/option-text.js';
import type { Option } from '../../schema/option.js';
import type { Problem } from '../../yaml-document.js';
import type { Command } from '../command.js';
import { problemsFor, type Around } from '../options/check-config.js';
import { parseConfig, readFor, sourceOfItems, byPlace, type Item } from '../options/config-file.js';
import { pathIn } from '../options/path-in.js';
import { withoutIdle } from '../options/idle-variables.js';
import { valuesFrom } from '../options/resolve-values.js';
import type { Source } from '../options/sources.js';

/**
 * Reads configurations as the command reads its config file.
 *
 * @param beside - the command line and the environment
 * @param running - the values that the command runs with
 */
export function configReader(command: Command, beside: readonly Source[], running: Configuration): ReaderOf {
  return async (text, { origin, isSent }) => {
    const file = await parseConfig(text);
    const reading = readFor(command.options, file);
    const foreign = isSent ? foreignFiles(command, reading.items, running) : [];
    if (foreign.length > 0) return { problems: [...reading.problems, ...foreign].toSorted(byPlace) };
    const around: Around = (source) => (origin === 'file' ? [...beside, source] : [source, ...beside]);
    const problems = await problemsFor(command, file, reading, around);
    if (problems.length > 0) return { problems };
    const valuesOf = (sources: readonly Source[]): Configuration => valuesFrom(command.options, sources);
    const sources = around(sourceOfItems(reading.items));
    const values = valuesOf(withoutIdle(command.options, sources, valuesOf));
    // An empty list gives an option no value; of backends it says that there are to be none.
    const { backends: written } = file.settings;
    const isNone = Array.isArray(written) && written.length === 0;
    const missing = await missingIn(command, isNone ? { ...values, backends: [] } : values);
    if (missing !== undefined) return { problems: [{ ...file.placeOf('backends'), message: missing }] };
    return { values, placeOf: (key) => file.placeOf(key) };
  };
}

/** Who may send a configuration may not have this process open a file, let alone run one: to check it is to open it. */
function foreignFiles({ options }: Command, items: readonly Item[], running: Configuration): Problem[] {
  return items.flatMap(({ key, given, line, column }) => {
    if (typeof given !== 'string' || !namesFile(options[key], given) || given === running[key]) return [];
    const message = `${key} '${given}' is a file, which the admin API does not open: write it into the config file, and start again`;
    return [{ line, column, message }];
  });
}

function namesFile(option: Option<unknown> | undefined, text: string): boolean {
  return option !== undefined && !isDefaultText(option, text) && pathIn(option.kind, text) !== undefined;
}

/** A file alone need not name the backends; all sources together have to. */
async function missingIn(command: Command, values: Configuration): Promise<string | undefined> {
  try {
    await command.check?.({ ...values, backends: values.backends ?? [] });
    return undefined;
  } catch (error) {
    if (error instanceof LbsimError) return error.message;
    throw error;
  }
}
