import { statSync } from 'node:fs';
import type { BalancerControl } from '../../control/balancer-control.js';
import { LbsimError, optionError } from '../../errors.js';
import { Reloader } from '../../reload/reloader.js';
import type { Command } from '../command.js';
import type { Source } from '../options/sources.js';
import { MAX_CONFIG_BYTES, readText } from '../options/config-file.js';
import { WatchedFile } from '../../watched-file.js';
import { configReader } from './config-reader.js';

/** Applies what the config file of a command says, each time that it is asked to. */
export function commandReloader(
  command: Command,
  balancer: BalancerControl,
  values: Readonly<Record<string, unknown>>,
  beside: readonly Source[],
): Reloader {
  const path = values.config as string | undefined;
  return new Reloader({
    ...{ balancer, values },
    table: command.options,
    read: configReader(command, beside, values),
    file: path === undefined ? undefined : { path, text: () => regularText(path) },
  });
}

/**
 * Has the config file, if there is one, applied each time that its content changes.
 *
 * @returns stops that
 * @throws LbsimError of kind `usage`: it is none that can change
 */
export function watchConfig(reloader: Reloader): () => void {
  const { file: path } = reloader;
  if (path === undefined) return () => undefined;
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true)
    throw optionError(`--watch has nothing to watch: config file '${path}' is not a regular file`);
  const reload = (): void => void reloader.reload();
  const watched = new WatchedFile(path, MAX_CONFIG_BYTES, { changed: reload, unreadable: reload });
  watched.open();
  return () => watched.close();
}

/** A pipe that was read at the start has nothing more to say, and to open it again could take for ever. */
function regularText(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined || stats.isFile()) return readText(path);
  throw new LbsimError(
    'ERR_CONFIG_FILE',
    `config file '${path}' is not a regular file: only one that is can be read again`,
    { kind: 'usage' },
  );
}
