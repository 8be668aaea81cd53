import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { logEvents } from '../../lib/logging/event-log.js';
import type { LogEntry } from '../../lib/logging/logger.js';

interface Events {
  opened: [{ name: string }];
  silent: [{ name: string }];
}

describe('logEvents', () => {
  it('makes a line of each event in the table: its words, and the payload as fields', () => {
    const emitter = new EventEmitter<Events>();
    const entries: LogEntry[] = [];
    logEvents(emitter, { opened: ({ name }) => ({ level: 'info', message: `${name} is open` }) }, (entry) =>
      entries.push(entry),
    );
    emitter.emit('opened', { name: 'door' });
    emitter.emit('silent', { name: 'night' });
    expect(entries).toEqual([
      { level: 'info', message: 'door is open', event: 'opened', fields: { name: 'door' } },
    ]);
  });
});
