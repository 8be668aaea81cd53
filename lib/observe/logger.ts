import { createWriteStream, openSync } from 'node:fs';
import winston from 'winston';
import { fileErrorReason, LbsimError } from '../errors.js';
import type { LogFormat, LogLevel } from './levels.js';

export type Component = 'server' | 'balance' | 'client' | 'demo' | 'check';

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
 * A winston logger as a function.
 *
 * @throws LbsimError `ERR_LOG_FILE` when the file cannot be opened for writing
 */
export function createLog({ component, level, format, stream, file, paint }: LoggerOptions): Log {
  const line = (colour?: Paint): winston.Logform.Format =>
    format === 'json' ? jsonLine() : prettyLine(colour);
  const streams = [{ stream, format: line(paint) }];
  if (file !== undefined) {
    streams.push({ stream: createWriteStream(file, { fd: openForAppend(file) }), format: line() });
  }
  const transports = streams.map((options) => new winston.transports.Stream(options));
  const logger = winston.createLogger({ level, transports });
  return ({ level: at, message, event, fields }) => {
    logger.log({ ...fields, level: at, message, event, component, timestamp: new Date().toISOString() });
  };
}

/** One object a line, the standing fields first. */
function jsonLine(): winston.Logform.Format {
  return winston.format.printf(({ timestamp, level, component, event, message, ...fields }) =>
    visible(JSON.stringify({ timestamp, level, component, event, message, ...fields })),
  );
}

/** `08:21:07.123 WARN  balance  failover: …`; what happened in a worker says in which: `balance[2]`. */
function prettyLine(paint: Paint = (_level, text) => text): winston.Logform.Format {
  return winston.format.printf(({ timestamp, level, component, worker, message }) => {
    const time = String(timestamp).slice('2026-01-01T'.length, -1);
    const label = level.toUpperCase().padEnd(5);
    return `${time} ${paint(level as LogLevel, label)} ${String(component)}${typeof worker === 'number' ? `[${worker}]` : ''}  ${visible(String(message))}`;
  });
}

/**
 * With control characters spelled out, so that no name or error text can forge a line or command a terminal. What JSON
 * leaves of them becomes the escapes of JSON.
 */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]/gu, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
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
