import type { Writable } from 'node:stream';
import winston from 'winston';
import { fileErrorReason, LbsimError } from '../errors.js';
import { openWriter, writerTo } from '../output/open-writer.js';
import type { Writer } from '../output/writer.js';
import { printable } from '../printable.js';
import type { LogFormat, LogLevel } from './levels.js';
import { LineTransport } from './line-transport.js';

/** Colours a piece of a pretty line; the identity where there is no colour. */
export type Paint = (level: LogLevel, text: string) => string;

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

/** What happened, in words and in data. */
export interface LogEntry {
  readonly level: LogLevel;
  readonly message: string;
  /** The event's name; its fields stand beside it at the top level of a JSON line. */
  readonly event: string;
  readonly fields?: object;
}

export type Log = (entry: LogEntry) => void;

/** A log that can be ended. Logging never waits: lines that its readers do not take in are dropped, and counted. */
export interface EndableLog extends Log {
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
 * A winston logger as a function. A log file that cannot be written, as on a full disk, is given up: that is said
 * where the log goes otherwise, which goes on.
 *
 * @throws LbsimError `ERR_LOG_FILE` when the file cannot be opened for writing
 */
export function createLog({ component, level, format, stream, file, paint }: LoggerOptions): EndableLog {
  const lines = (colour?: Paint): winston.Logform.Format =>
    format === 'json' ? jsonLine() : prettyLine(colour);
  const dropped = (to: string) => (count: number) => {
    const message = `${count} log line${count === 1 ? '' : 's'} dropped: ${to} could not take them`;
    log({ level: 'warn', event: 'log_lines_dropped', message, fields: { lines: count, log: to } });
  };
  const outputs = [
    new LineTransport(lines(paint), writerTo(stream), {
      dropped: dropped('standard error'),
      failed: () => undefined, // and who could be told?
    }),
  ];
  if (file !== undefined) {
    const toFile = new LineTransport(lines(), openLogFile(file), {
      dropped: dropped(file),
      failed: (error) => {
        logger.remove(toFile);
        toFile.buffer.giveUp();
        const message = `cannot write to log file '${file}' (${fileErrorReason(error)}): the log goes on without it`;
        log({ level: 'error', event: 'log_file_lost', message, fields: { file } });
      },
    });
    outputs.push(toFile);
  }
  const logger = winston.createLogger({ level, transports: outputs });
  const log: Log = ({ level: at, message, event, fields }) => {
    logger.log({ ...fields, level: at, message, event, component, timestamp: new Date().toISOString() });
  };
  return Object.assign(log, {
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

/** One object a line, the standing fields first. */
function jsonLine(): winston.Logform.Format {
  return winston.format.printf(({ timestamp, level, component, event, message, ...fields }) =>
    printable(JSON.stringify({ timestamp, level, component, event, message, ...fields })),
  );
}

/** `08:21:07.123 WARN  balance  failover: …`; what happened in a worker says in which: `balance[2]`. */
function prettyLine(paint: Paint = (_level, text) => text): winston.Logform.Format {
  return winston.format.printf(({ timestamp, level, component, worker, message }) => {
    const time = String(timestamp).slice('2026-01-01T'.length, -1);
    const label = level.toUpperCase().padEnd(5);
    return `${time} ${paint(level as LogLevel, label)} ${String(component)}${typeof worker === 'number' ? `[${worker}]` : ''}  ${printable(String(message))}`;
  });
}

function openLogFile(file: string): Writer {
  try {
    return openWriter(file, 'a');
  } catch (cause) {
    const reason = fileErrorReason(cause);
    throw new LbsimError('ERR_LOG_FILE', `log file '${file}' cannot be written (${reason}): check the path`, {
      cause,
    });
  }
}
