import { Conformance } from '../check/conformance.js';
import type { ConformanceOptions } from '../check/options.js';
import type { ConformanceReport } from '../check/report.js';
import { formatAddress } from '../net/address.js';
import { formatMs } from '../units.js';
import { counted } from '../logging/format.js';
import { printable } from '../printable.js';
import { checkTable } from './check-table.js';
import { openLog } from './log.js';
import type { COMMON } from './options/groups.js';
import type { Values } from '../schema/option.js';
import { Interruption } from './signals.js';
import { progressSpinner } from './spinner.js';

/** Exit statuses: something that has to hold does not; nothing failed, but this machine stood still. */
const [FAILED, UNCLEAR] = [1, 3];

/**
 * Checks a balancer: progress on standard error, what was found on standard output.
 *
 * @returns 0 when all holds that has to, 1 when something does not, 3 when nothing failed but this machine stood still
 */
export async function runCheckCommand(
  options: ConformanceOptions,
  values: Values<typeof COMMON> & { readonly json: boolean },
): Promise<number> {
  const conformance = new Conformance(options);
  const log = openLog('check', values);
  const spinner = progressSpinner(values['no-color']);
  const through = printable(formatAddress(options.balancer));
  conformance.on('waiting', ({ patienceMs }) => {
    const message = `waiting up to ${formatMs(patienceMs)} for a connection to come through ${through}`;
    spinner.text = message;
    if (!spinner.isSpinning) log({ level: 'info', event: 'waiting', message, fields: { patienceMs } });
  });
  conformance.on('check_started', (started) => {
    spinner.text = `${started.name}, ${started.nth} of ${started.of}`;
    log({ level: 'debug', event: 'check_started', message: spinner.text, fields: started });
  });
  conformance.on('check_finished', (result) => {
    const message = `${result.name} ${result.verdict}: ${result.detail}`;
    log({ level: 'debug', event: 'check_finished', message, fields: result });
  });
  const interruption = new Interruption();
  spinner.start();
  const report = await conformance.run(interruption.signal).finally(() => spinner.stop());
  if (values.json) process.stdout.write(interruption.json(report));
  else if (report.checks.length > 0) process.stdout.write(checkTable(report, values['no-color']));
  return interruption.status(statusOf(report), `${counted(report.checks.length, 'check')} made`);
}

function statusOf({ failed, unclear }: ConformanceReport): number {
  if (failed.length > 0) return FAILED;
  return unclear.length > 0 ? UNCLEAR : 0;
}
