import { LoadGenerator, type LoadProgress } from '../client/load/load-generator.js';
import type { LoadOptions } from '../client/load/load-options.js';
import { count } from '../logging/format.js';
import { formatMs } from '../units.js';
import { loadTables } from './load-tables.js';
import { openLog } from './log.js';
import type { COMMON } from './options/groups.js';
import type { Values } from '../schema/option.js';
import { Interruption } from './signals.js';
import { progressSpinner } from './spinner.js';

/**
 * Runs a load: progress on standard error, the result on standard output.
 *
 * @returns 0 when every answer came and was right, 1 when not, the status of a signal that ended it early
 */
export async function runLoadCommand(
  options: LoadOptions,
  values: Values<typeof COMMON> & { readonly json: boolean },
): Promise<number> {
  const load = new LoadGenerator(options);
  const log = openLog('client', values);
  load.on('connection_failed', (failure) => {
    const message = `connection ${failure.connection} failed: ${failure.reason}`;
    log({ level: 'debug', event: 'connection_failed', message, fields: failure });
  });
  const spinner = progressSpinner(values['no-color']);
  load.on('progress', (progress) => (spinner.text = progressText(progress)));
  const interruption = new Interruption();
  interruption.signal.addEventListener('abort', () => load.stop());
  spinner.start();
  const report = await load.run().finally(() => spinner.stop());
  process.stdout.write(values.json ? interruption.json(report) : loadTables(report, values['no-color']));
  return interruption.status(report.failed > 0 ? 1 : 0, `${count(report.connections, 'connection')} made`);
}

function progressText({ started, open, ok, failed, count: of, seconds }: LoadProgress): string {
  const progress = of === undefined ? `${started}` : `${started} of ${of}`;
  return `${progress} connections, ${open} open, ${ok} ok, ${failed} failed, ${formatMs(seconds * 1000)}`;
}
