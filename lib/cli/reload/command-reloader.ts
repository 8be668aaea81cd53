import { statSync } from 'node:fs';
import type { BalancerControl } from '../../control/balancer-control.js';
import { LbsimError } from '../../errors.js';
import { ConfigWatch } from '../../reload/config-watch.js';
import { Reloader } from '../../reload/reloader.js';
import type { Command } from '../command.js';
import type { Source } from '../options/sources.js';
import { readText } from '../options/config-file.js';
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
    read: configReader(command, beside),
    file: path === undefined ? undefined : { path, text: () => regularText(path) },
  });
}

/** Has the config file, if there is one, applied each time that its content changes. @returns stops that */
export function watchConfig(reloader: Reloader): () => void {
  const { file: path } = reloader;
  if (path === undefined) return () => undefined;
  const watch = new ConfigWatch({
    path,
    text: () => reloader.text,
    changed: () => void reloader.reload(),
  });
  watch.start();
  return () => watch.stop();
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
