import { LOG_CONNECTIONS } from '../../logging/levels.js';
import { optional } from './option.js';
import { choice } from './parsers.js';

/** `--log-connections` of whatever accepts clients. */
export const logConnections = (group: string) =>
  optional(
    {
      describe:
        'Log lines about single connections: all, none, or auto: up to 50 of a kind a second, past that a summary a second',
      group,
    },
    choice(LOG_CONNECTIONS),
    'auto',
  );
