import { Chalk, supportsColor, supportsColorStderr, type ChalkInstance } from 'chalk';
import type { LogLevel } from '../logging/levels.js';
import type { Paint } from '../logging/line-format.js';

/** Whether colour is refused: by `--no-color`, or by NO_COLOR in the environment (https://no-color.org). */
function refused(noColor: boolean): boolean {
  return noColor || Boolean(process.env.NO_COLOR);
}

/** Colours for standard output: off when it is piped or the user does not want any. */
export function stdoutColours(noColor: boolean): ChalkInstance {
  return new Chalk({ level: refused(noColor) || supportsColor === false ? 0 : supportsColor.level });
}

/** Colours for standard error, where logs and prompts go. */
export function stderrColours(noColor: boolean): ChalkInstance {
  return new Chalk({
    level: refused(noColor) || supportsColorStderr === false ? 0 : supportsColorStderr.level,
  });
}

/** Colours the level of a log line. */
export function logPaint(noColor: boolean): Paint {
  const chalk = stderrColours(noColor);
  const colours: Readonly<Record<LogLevel, ChalkInstance>> = {
    error: chalk.red.bold,
    warn: chalk.yellow,
    info: chalk.green,
    debug: chalk.gray,
  };
  return (level, text) => colours[level](text);
}
