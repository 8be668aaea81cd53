import { counted } from '../logging/format.js';
import type { ValidationOptions } from '../simulator/validation/options.js';
import { validate } from '../simulator/validation/validate.js';
import { openLog } from './log.js';
import type { COMMON } from './options/groups.js';
import type { Values } from '../schema/option.js';
import { Interruption } from './signals.js';
import { progressSpinner } from './spinner.js';
import { validationTable } from './validation-table.js';

/**
 * Holds the simulator against theory: progress on standard error, findings on standard output.
 *
 * @returns 0 when all hold, else 1
 */
export async function runValidateCommand(
  options: ValidationOptions,
  values: Values<typeof COMMON> & { readonly json: boolean },
): Promise<number> {
  const spinner = progressSpinner(values['no-color']);
  const progress = (share: number): void => {
    spinner.text = `simulating, ${Math.floor(share * 100)} % done`;
  };
  progress(0);
  const interruption = new Interruption();
  openLog(
    'simulate',
    values,
  )({ level: 'debug', event: 'validating', message: 'simulating what theory knows' });
  spinner.start();
  const { signal } = interruption;
  const report = await validate(options, { progress, signal }).finally(() => spinner.stop());
  if (values.json) process.stdout.write(interruption.json(report));
  else if (report.findings.length > 0) process.stdout.write(validationTable(report, values['no-color']));
  return interruption.status(report.ok ? 0 : 1, `${counted(report.findings.length, 'finding')} so far`);
}
