import type { ValidationOptions } from '../simulator/validation/options.js';
import { validate } from '../simulator/validation/validate.js';
import { jsonLine } from './json-line.js';
import type { COMMON } from './options/groups.js';
import type { Values } from './options/option.js';
import { exitQuietly, onStopSignal } from './signals.js';
import { progressSpinner } from './spinner.js';
import { validationTable } from './validation-table.js';

/**
 * Holds the simulator against theory: progress on standard error, findings on standard output.
 *
 * @returns 0 when all hold, else 1
 */
export async function runValidateCommand(
  options: ValidationOptions,
  values: Pick<Values<typeof COMMON>, 'no-color'> & { readonly json: boolean },
): Promise<number> {
  const spinner = progressSpinner(values['no-color']);
  const progress = (share: number): void => {
    spinner.text = `simulating, ${Math.floor(share * 100)} % done`;
  };
  progress(0);
  onStopSignal(exitQuietly);
  spinner.start();
  const report = await validate(options, { progress }).finally(() => spinner.stop());
  process.stdout.write(values.json ? jsonLine(report) : validationTable(report, values['no-color']));
  return report.ok ? 0 : 1;
}
