import { LoadGenerator, type LoadProgress } from '../client/load/load-generator.js';
import type { LoadOptions } from '../client/load/load-options.js';
import { jsonLine } from './json-line.js';
import { loadTables } from './load-tables.js';
import { openLog } from './log.js';
import type { COMMON } from './options/groups.js';
import type { Values } from './options/option.js';
import { onStopSignal } from './signals.js';
import { progressSpinner } from './spinner.js';

/**
 * Runs a load: progress on standard error, the result on standard output.
 *
 * @returns 0 when every answer came and was right, else 1
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
  onStopSignal(() => load.stop());
  spinner.start();
  const report = await load.run().finally(() => spinner.stop());
  process.stdout.write(values.json ? jsonLine(report) : loadTables(report, values['no-color']));
  // Only a signal makes connections `stopped`, and to be stopped is no failure.
  return report.failed > (report.errors.stopped ?? 0) ? 1 : 0;
}

function progressText({ started, open, ok, failed, count: of, seconds }: LoadProgress): string {
  const progress = of === undefined ? `${started}` : `${started} of ${of}`;
  return `${progress} connections, ${open} open, ${ok} ok, ${failed} failed, ${seconds.toFixed(1)} s`;
}
