import { LOG_CONNECTIONS, LOG_FORMATS, type LogLevel } from '../../logging/levels.js';
import { defineKind, type Kind } from '../../schema/kind.js';
import { flag, group, option, optional } from '../../schema/option.js';
import { choice, filePath } from '../../schema/word.js';

const LEVELS = { DEBUG: 'debug', INFO: 'info', WARNING: 'warn', ERROR: 'error' } as const;
const levelWord = choice(['DEBUG', 'INFO', 'WARNING', 'ERROR'], { warn: 'WARNING' });

const logLevel: Kind<LogLevel, ''> = defineKind({
  type: 'string',
  range: levelWord.range,
  words: levelWord.words ?? [],
  schema: levelWord.schema,
  parse: (text) => LEVELS[levelWord.parse(text)],
  show: (level) => (level === 'warn' ? 'WARNING' : level.toUpperCase()),
});

/** Their heading in `--help`. */
export const COMMON_GROUP = 'Common options:';

/** Options of every command. */
export const COMMON = group(COMMON_GROUP, {
  config: optional(filePath('read'), 'Read options from a JSON or YAML file, its keys named as the options', {
    defaultText: 'none',
  }),
  'log-level': option(logLevel, 'info', 'Minimum level to log: DEBUG, INFO, WARNING or ERROR'),
  'log-format': option(
    choice(LOG_FORMATS),
    'pretty',
    'Format of log lines: pretty or json (one object a line)',
  ),
  'log-file': optional(filePath('written'), 'Append the log to this file too; SIGUSR1 reopens it', {
    defaultText: 'none',
  }),
  'no-color': flag('No colour; the variable NO_COLOR does the same'),
});

/** `--log-connections` of whatever accepts clients. */
export const logConnections = option(
  choice(LOG_CONNECTIONS),
  'auto',
  'Log lines about single connections: all, none, or auto: up to 50 of a kind a second, past that a summary a second',
);

/** `--json` of whatever prints a result. */
export const json = flag('Print the result as one JSON object');

/** `--csv` of what prints figures. */
export const csv = optional(
  filePath('written'),
  'Write the figures to this file as CSV, one row a result; /dev/stdout: in place of the tables',
  { defaultText: 'none' },
);
