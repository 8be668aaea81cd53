import type { LogLevel } from './levels.js';

/** What happened, in words and in data. */
export interface LogEntry {
  readonly level: LogLevel;
  readonly message: string;
  /** The event's name; its fields stand beside it at the top level of a JSON line. */
  readonly event: string;
  readonly fields?: object;
}

export type Log = (entry: LogEntry) => void;

/** Lines that a log lacks because its reader did not take them in. */
export function droppedLines(count: number, to: string): LogEntry {
  const message = `${count} log line${count === 1 ? '' : 's'} dropped: ${to} could not take them`;
  return { level: 'warn', event: 'log_lines_dropped', message, fields: { lines: count, log: to } };
}
