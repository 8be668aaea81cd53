import { LoadGenerator, type LoadProgress } from '../client/load/load-generator.js';
import { hasFailed, valueText } from '../client/load/load-limit.js';
import type { LoadOptions } from '../client/load/load-options.js';
import type { LoadReport } from '../client/load/load-report.js';
import { stickyHint } from '../client/load/sticky-hint.js';
import { counted } from '../logging/format.js';
import { formatMs } from '../units.js';
import { CsvOutput } from './csv-output.js';
import { loadTables } from './load-tables.js';
import { openLog } from './log.js';
import type { COMMON } from './options/groups.js';
import type { Values } from '../schema/option.js';
import { Interruption } from './signals.js';
import { reflow } from '../reflow.js';
import { progressSpinner } from './spinner.js';
import { windowColumns } from './window.js';

type LoadValues = Values<typeof COMMON> & {
  readonly json: boolean;
  readonly csv?: string | undefined;
};

/**
 * Runs a load: progress on standard error, the result on standard output.
 *
 * @returns 0 when every answer came and was right, or no limit that was given for that was exceeded; 1 when not; the status of a
 *   signal that ended it early
 */
export async function runLoadCommand(options: LoadOptions, values: LoadValues): Promise<number> {
  const csv = values.csv === undefined ? undefined : await CsvOutput.open(values.csv);
  try {
    return await runLoad(options, values, csv);
  } finally {
    await csv?.close();
  }
}

async function runLoad(
  options: LoadOptions,
  values: LoadValues,
  csv: CsvOutput | undefined,
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
  const isForPeople = !values.json && csv?.isOnStdout !== true;
  if (values.json) process.stdout.write(interruption.json(report));
  if (isForPeople) process.stdout.write(loadTables(report, values['no-color']));
  const written = await csv?.write(await csvOf(report), interruption.signal);
  const hint = isForPeople && report.failover === undefined ? stickyHint(report) : undefined;
  if (hint !== undefined) process.stderr.write(`${reflow(hint, windowColumns())}\n`);
  const exceeded = limitsText(report);
  if (exceeded !== '') process.stderr.write(`lbsim: ${exceeded}\n`);
  const made = `${counted(report.connections, 'connection')} made`;
  const unwritten = written === false ? '; the table was not written' : '';
  return interruption.status(hasFailed(report) ? 1 : 0, made + unwritten);
}

async function csvOf(report: LoadReport): Promise<string> {
  const { loadCsv } = await import('./load-csv.js');
  return loadCsv(report);
}

/** `failed by --fail-if: p99>200ms (it is 231 ms), errors>1% (it is 3.2 %)`; empty when no condition holds. */
function limitsText({ failIf }: LoadReport): string {
  const held = failIf.filter(({ holds }) => holds);
  if (held.length === 0) return '';
  return `failed by --fail-if: ${held.map((limit) => `${limit.condition} (it is ${valueText(limit)})`).join(', ')}`;
}

function progressText({ started, open, ok, failed, count: of, seconds }: LoadProgress): string {
  const progress = of === undefined ? `${started}` : `${started} of ${of}`;
  return `${progress} connections, ${open} open, ${ok} ok, ${failed} failed, ${formatMs(seconds * 1000)}`;
}
