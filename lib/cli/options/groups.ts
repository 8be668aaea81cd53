import { LOG_FORMATS, type LogLevel } from '../../logging/levels.js';
import { absent, flag, optional } from './option.js';
import { choice, filePath } from './parsers.js';

const LEVELS = { DEBUG: 'debug', INFO: 'info', WARNING: 'warn', ERROR: 'error' } as const;
const levelWord = choice(['DEBUG', 'INFO', 'WARNING', 'ERROR'], { warn: 'WARNING' });

/** Their heading in `--help`. */
export const COMMON_GROUP = 'Common options:';

const group = COMMON_GROUP;

/** Options of every command. */
export const COMMON = {
  config: absent(
    {
      describe: 'Read options from a JSON or YAML file, its keys named as the options',
      defaultText: 'none',
      file: 'read',
      group,
    },
    filePath,
  ),
  'log-level': optional(
    {
      describe: 'Least grave level that is logged: DEBUG, INFO, WARNING or ERROR',
      defaultText: 'INFO',
      group,
    },
    (text): LogLevel => LEVELS[levelWord(text)],
    'info',
  ),
  'log-format': optional(
    { describe: 'How log lines look: pretty or json (one object a line)', group },
    choice(LOG_FORMATS),
    'pretty',
  ),
  'log-file': absent(
    { describe: 'Append the log to this file too', defaultText: 'none', file: 'written', group },
    filePath,
  ),
  'no-color': flag({ describe: 'No colour; the variable NO_COLOR does the same', group }),
} as const;
