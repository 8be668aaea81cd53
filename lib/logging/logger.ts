import type { Writable } from 'node:stream';
import winston from 'winston';
import { fileOf, writerTo } from '../output/open-writer.js';
import type { LogFormat, LogLevel } from './levels.js';
import { lineFormat, type Paint } from './line-format.js';
import { LineTransport } from './line-transport.js';
import { droppedLines, type Log } from './log-entry.js';
import { LogFile } from './log-file.js';

export type { Log, LogEntry } from './log-entry.js';

export interface LoggerOptions {
  /** The command that logs. */
  readonly component: string;
  readonly level: LogLevel;
  readonly format: LogFormat;
  /** Where the log goes: standard error, as a rule. */
  readonly stream: Writable;
  /** A file that gets every line too, appended, never coloured. */
  readonly file?: string | undefined;
  /** @default no colour */
  readonly paint?: Paint;
}

/** A log that can be ended. Logging never waits: lines that its readers do not take in are dropped, and counted. */
export interface EndableLog extends Log {
  /** Opens the log file anew, as after a rotation, and logs whether that worked. Does nothing without a file. */
  reopenFile(): void;
  /**
   * Says how many lines were dropped, and waits for all others to be written.
   *
   * @returns whether they were, within the time
   */
  end(timeoutMs: number): Promise<boolean>;
  /** At the exit of the process: writes what can be written without waiting. */
  endNow(): void;
}

/**
 * A winston logger as a function. When the log file cannot be written that is said where the log goes otherwise, which goes on.
 *
 * @throws LbsimError `ERR_LOG_FILE` when the file cannot be opened for writing
 */
export function createLog({ component, level, format, stream, file, paint }: LoggerOptions): EndableLog {
  const log: Log = ({ level: at, message, event, fields }) => {
    logger.log({ ...fields, level: at, message, event, component, timestamp: new Date() });
  };
  const dated = fileOf(stream) !== undefined;
  const toStream = new LineTransport(lineFormat(format, { paint, dated }), writerTo(stream), {
    dropped: (lines) => log(droppedLines(lines, 'standard error')),
    failed: () => undefined, // and who could be told?
  });
  const logFile =
    file === undefined ? undefined : new LogFile(file, lineFormat(format, { dated: true }), log);
  const outputs = logFile === undefined ? [toStream] : [toStream, logFile.transport];
  const logger = winston.createLogger({ level, transports: outputs });
  return Object.assign(log, {
    reopenFile() {
      logFile?.reopen();
    },
    async end(timeoutMs: number) {
      const end = (): Promise<boolean[]> => Promise.all(outputs.map(({ buffer }) => buffer.end(timeoutMs)));
      const ends = await end();
      if (ends.every(Boolean)) return true;
      await end(); // what was given up has been said where the log goes otherwise
      return false;
    },
    endNow() {
      for (const { buffer } of outputs) buffer.endNow();
    },
  });
}
