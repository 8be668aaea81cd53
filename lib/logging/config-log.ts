import type { EventEmitter } from 'node:events';
import type { ConfigEvents } from '../reload/events.js';
import type { PlannedChange } from '../reload/plan.js';
import { logEvents, type Lines } from './event-log.js';
import { counted } from './format.js';
import type { Log } from './logger.js';

/** Changes that a line names; of the others it says how many there are. */
const NAMED = 10;

const LINES: Lines<ConfigEvents> = {
  config_reloaded: ({ file, plan: { changes, needsRestart } }) => ({
    level: needsRestart.length > 0 ? 'warn' : 'info',
    message:
      `${sourceOf(file)} applied: ${changes.slice(0, NAMED).map(changeText).join(', ')}` +
      (changes.length > NAMED ? ` and ${changes.length - NAMED} more` : '') +
      (needsRestart.length > 0 ? `; restart for ${needsRestart.join(', ')}` : ''),
  }),
  config_unchanged: ({ file }) => ({ level: 'info', message: `${sourceOf(file)} says nothing new` }),
  config_rejected: ({ file, errors }) => ({
    level: 'error',
    message: `${sourceOf(file)} rejected, nothing has changed: ${counted(errors.length, 'error')}: ${errors
      .slice(0, NAMED)
      .map(({ line, column, message }) => `${line}:${column}: ${message}`)
      .join('; ')}`,
  }),
};

/** Logs what comes of configurations that are applied while a balancer runs. */
export function logConfig(reloader: EventEmitter<ConfigEvents>, log: Log): void {
  logEvents(reloader, LINES, log);
}

function changeText({ key, backend, from, to, endsOverride }: PlannedChange): string {
  const what = backend === null ? key : `${key} ${backend}`;
  const ended = endsOverride === undefined ? '' : ` (ends the override ${String(endsOverride.value)})`;
  return `${what}: ${from ?? 'none'} to ${to ?? 'none'}${ended}`;
}

function sourceOf(file: string | null): string {
  return file === null ? 'configuration' : `config file '${file}'`;
}
