import winston from 'winston';
import { printable } from '../printable.js';
import type { LogFormat, LogLevel } from './levels.js';

/** Colours a piece of a pretty line; the identity where there is no colour. */
export type Paint = (level: LogLevel, text: string) => string;

export interface LineLook {
  /** @default no colour */
  readonly paint?: Paint | undefined;
  /** Whether a pretty line has the date: a file outlives the day, a terminal does not. */
  readonly dated: boolean;
}

/** How winston's entries become lines; a line of JSON looks the same everywhere. */
export function lineFormat(format: LogFormat, look: LineLook): winston.Logform.Format {
  return format === 'json' ? jsonLine() : prettyLine(look);
}

/** One object a line, the standing fields first. */
function jsonLine(): winston.Logform.Format {
  return winston.format.printf(({ timestamp, level, component, event, message, ...fields }) =>
    printable(JSON.stringify({ timestamp, level, component, event, message, ...fields })),
  );
}

/**
 * `08:21:07.123 WARN  balance  failover: …`, or `2026-11-28 08:21:07.123 WARN  …`; what happened in a worker says in which:
 * `balance[2]`.
 */
function prettyLine({ paint = (_level, text) => text, dated }: LineLook): winston.Logform.Format {
  return winston.format.printf(({ timestamp, level, component, worker, message }) => {
    const [date, time] = localTime(timestamp as Date);
    const label = paint(level as LogLevel, level.toUpperCase().padEnd(5));
    const from = `${String(component)}${typeof worker === 'number' ? `[${worker}]` : ''}`;
    return `${dated ? `${date} ` : ''}${time} ${label} ${from}  ${printable(String(message))}`;
  });
}

/** `2026-11-28` and `08:21:07.123`, in the time zone of the process. */
function localTime(at: Date): readonly [date: string, time: string] {
  const asIfUtc = new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString();
  return [asIfUtc.slice(0, '2026-11-28'.length), asIfUtc.slice('2026-11-28T'.length, -1)];
}
