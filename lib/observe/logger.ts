import { createWriteStream, openSync } from 'node:fs';
import winston from 'winston';
import { fileErrorReason, LbsimError } from '../errors.js';
import { printable } from '../printable.js';
import type { LogFormat, LogLevel } from './levels.js';

export type Component = 'server' | 'balance' | 'client' | 'demo' | 'check' | 'simulate';

/** Colours a piece of a pretty line; the identity where there is no colour. */
export type Paint = (level: LogLevel, text: string) => string;

export interface LoggerOptions {
  readonly component: Component;
  readonly level: LogLevel;
  readonly format: LogFormat;
  /** Where the log goes: standard error, as a rule. */
  readonly stream: NodeJS.WritableStream;
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

/**
 * A winston logger as a function. A log file that can be written no more, as on a full disk, is given up: that is said
 * where the log goes otherwise, which goes on.
 *
 * @throws LbsimError `ERR_LOG_FILE` when the file cannot be opened for writing
 */
export function createLog({ component, level, format, stream, file, paint }: LoggerOptions): Log {
  const line = (colour?: Paint): winston.Logform.Format =>
    format === 'json' ? jsonLine() : prettyLine(colour);
  const logger = winston.createLogger({
    level,
    transports: [new winston.transports.Stream({ stream, format: line(paint) })],
  });
  const log: Log = ({ level: at, message, event, fields }) => {
    logger.log({ ...fields, level: at, message, event, component, timestamp: new Date().toISOString() });
  };
  if (file !== undefined) {
    const toFile = createWriteStream(file, { fd: openForAppend(file) });
    const transport = new winston.transports.Stream({ stream: toFile, format: line() });
    logger.add(transport);
    toFile.once('error', (error) => {
      logger.remove(transport);
      toFile.on('error', () => undefined); // of what was still under way
      const message = `log file '${file}' can be written no more (${fileErrorReason(error)}): the log goes on without it`;
      log({ level: 'error', event: 'log_file_lost', message, fields: { file } });
    });
  }
  return log;
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

function openForAppend(file: string): number {
  try {
    return openSync(file, 'a');
  } catch (cause) {
    const reason = fileErrorReason(cause);
    throw new LbsimError('ERR_LOG_FILE', `log file '${file}' cannot be written (${reason}): check the path`, {
      cause,
    });
  }
}
