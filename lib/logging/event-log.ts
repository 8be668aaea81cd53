import type { EventEmitter } from 'node:events';
import type { LogLevel } from './levels.js';
import type { Log } from './logger.js';

/** How an event reads in a log. */
export interface Line {
  readonly level: LogLevel;
  readonly message: string;
}

/** For each event of an emitter the line it makes; an event that is left out, or for which there is none, is not logged. */
export type Lines<Events extends Record<keyof Events, [object]>> = {
  readonly [Name in keyof Events]?: (payload: Events[Name][0]) => Line | undefined;
};

/** Turns an emitter's events into log lines: the words from the table, the payload as the fields. */
export function logEvents<Events extends Record<keyof Events, [object]>>(
  emitter: EventEmitter<Events>,
  lines: Lines<Events>,
  log: Log,
): void {
  const listen = emitter.on.bind(emitter) as (event: string, listener: (payload: object) => void) => unknown;
  for (const [event, line] of Object.entries<unknown>(lines)) {
    const describe = line as (payload: object) => Line | undefined;
    listen(event, (payload) => {
      const said = describe(payload);
      if (said !== undefined) log({ ...said, event, fields: payload });
    });
  }
}
