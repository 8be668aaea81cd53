import { LbsimError } from '../../errors.js';
import type { Configuration } from '../../reload/configuration.js';
import type { ReaderOf } from '../../reload/reloader.js';
import type { Command } from '../command.js';
import { problemsFor, type Around } from '../options/check-config.js';
import { parseConfig, readFor, sourceOfItems } from '../options/config-file.js';
import { valuesFrom } from '../options/resolve-values.js';
import type { Source } from '../options/sources.js';

/**
 * Reads configurations as the command reads its config file.
 *
 * @param beside - the command line and the environment
 */
export function configReader(command: Command, beside: readonly Source[]): ReaderOf {
  return async (text, origin) => {
    const file = await parseConfig(text);
    const reading = readFor(command.options, file);
    const around: Around = (source) => (origin === 'file' ? [...beside, source] : [source, ...beside]);
    const problems = await problemsFor(command, file, reading, around);
    if (problems.length > 0) return { problems };
    const values = valuesFrom(command.options, around(sourceOfItems(reading.items)));
    // An empty list gives an option no value; of backends it says that there are to be none.
    const { backends: written } = file.settings;
    const isNone = Array.isArray(written) && written.length === 0;
    const missing = await missingIn(command, isNone ? { ...values, backends: [] } : values);
    if (missing !== undefined) return { problems: [{ ...file.placeOf('backends'), message: missing }] };
    return { values, placeOf: (key) => file.placeOf(key) };
  };
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
