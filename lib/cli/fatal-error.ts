import { LbsimError } from '../errors.js';
import { createLog } from '../logging/logger.js';

/** How long the reader of standard error may take to take in the line. */
const LINE_MS = 2000;

/**
 * Says as a line of the JSON log, the event `fatal`, which error has ended a command.
 *
 * @param message - of one line
 * @param stack - empty but at log level DEBUG
 */
export async function logFatal(
  component: string,
  error: unknown,
  message: string,
  stack: string,
): Promise<void> {
  const log = createLog({ component, level: 'error', format: 'json', stream: process.stderr });
  const fields = {
    ...(error instanceof LbsimError && { code: error.code }),
    ...(stack !== '' && { stack }),
  };
  log({ level: 'error', event: 'fatal', message, fields });
  await log.end(LINE_MS);
}
