import { createLog, type Log } from '../logging/logger.js';
import { beforeExit } from './before-exit.js';
import type { COMMON } from './options/groups.js';
import type { Values } from '../schema/option.js';
import { logPaint } from './terminal.js';

/**
 * The log of a command, as its common options ask for it. Its last lines are written before the process exits, and SIGUSR1
 * reopens its file: what rotates logs moves the file away before.
 */
export function openLog(component: string, values: Values<typeof COMMON>): Log {
  const log = createLog({
    component,
    level: values['log-level'],
    format: values['log-format'],
    file: values['log-file'],
    stream: process.stderr,
    paint: logPaint(values['no-color']),
  });
  beforeExit(log);
  process.on('SIGUSR1', () => log.reopenFile());
  return log;
}
