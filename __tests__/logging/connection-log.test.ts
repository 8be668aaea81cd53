import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ConnectionLog } from '../../lib/logging/connection-log.js';
import type { LogEntry } from '../../lib/logging/logger.js';

const OPEN = { client: '127.0.0.1:5000', backend: 'B1', why: 'round-robin', sticky: false, attempts: 1 };
const CLOSE = {
  client: '127.0.0.1:5000',
  backend: 'B1',
  durationMs: 12,
  bytesIn: 3,
  bytesOut: 8,
  end: 'client_closed',
} as const;

const MOVED = { ...OPEN, from: 'B2' };
const REROUTED = { ...MOVED, times: 1 };

describe('the connection log', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  function logOf(mode: 'auto' | 'all' | 'none'): { log: ConnectionLog; entries: LogEntry[] } {
    const entries: LogEntry[] = [];
    return { log: new ConnectionLog(mode, (entry) => entries.push(entry)), entries };
  }

  it('has a line with all fields for each opening and closing', () => {
    const { log, entries } = logOf('all');
    log.opened(OPEN);
    log.closed(CLOSE);
    expect(entries).toEqual([
      { level: 'info', event: 'connection_open', message: '127.0.0.1:5000 → B1 (round-robin)', fields: OPEN },
      {
        level: 'info',
        event: 'connection_close',
        message: '127.0.0.1:5000 ✕ B1 (client_closed) after 12 ms, 3 B in, 8 B out',
        fields: CLOSE,
      },
    ]);
  });

  it('tells how many attempts it took, and of clients that never had a backend', () => {
    const { log, entries } = logOf('all');
    log.opened({ ...OPEN, attempts: 3 });
    log.closed({ ...CLOSE, backend: null, end: 'no_backend' });
    expect(entries.map(({ message }) => message)).toEqual([
      '127.0.0.1:5000 → B1 (round-robin, attempt 3)',
      '127.0.0.1:5000 ✕ no backend (no_backend) after 12 ms, 3 B in, 8 B out',
    ]);
  });

  it('says nothing in the mode none', () => {
    const { log, entries } = logOf('none');
    for (let i = 0; i < 100; i++) log.opened(OPEN);
    log.flush();
    expect(entries).toEqual([]);
  });

  it('has 50 lines a second in auto, then one summary, then lines again', () => {
    const { log, entries } = logOf('auto');
    for (let i = 0; i < 70; i++) log.opened({ ...OPEN, backend: i < 40 ? 'B1' : 'B2' });
    expect(entries).toHaveLength(50);
    jest.advanceTimersByTime(1000);
    expect(entries.slice(50)).toMatchObject([
      {
        event: 'connections_summary',
        fields: { opened: 70, moved: 0, closed: 0, backends: { B1: 40, B2: 30 }, backendsCount: 2 },
      },
    ]);
    log.opened(OPEN);
    expect(entries.at(-1)).toMatchObject({ event: 'connection_open' });
  });

  it('names the ten busiest backends in a summary, and has them all in its fields', () => {
    const { log, entries } = logOf('auto');
    for (let i = 0; i < 90; i++) log.opened({ ...OPEN, backend: `B${Math.floor(Math.sqrt(i))}` });
    jest.advanceTimersByTime(1000);
    expect(entries.at(-1)).toMatchObject({
      event: 'connections_summary',
      message:
        '90 connections opened (B8 17, B7 15, B6 13, B5 11, B4 9, B9 9, B3 7, B2 5, B1 3, B0 1) and 0 closed within a second',
      fields: { backends: { B0: 1, B8: 17, B9: 9 } },
    });
    for (let i = 0; i < 60; i++) log.opened({ ...OPEN, backend: `B${i % 12}` });
    jest.advanceTimersByTime(1000);
    expect(entries.at(-1)?.message).toContain('B9 5 and 2 more) and 0 closed');
  });

  it('has moves and reroutes under one limit, and their number in the summary, whatever else there is', () => {
    const { log, entries } = logOf('auto');
    for (let i = 0; i < 100; i++) log.opened(OPEN);
    for (let i = 0; i < 30; i++) log.rerouted(REROUTED);
    for (let i = 0; i < 435; i++) log.moved(MOVED);
    expect(entries.filter(({ event }) => event === 'connection_rerouted')).toHaveLength(30);
    expect(entries.filter(({ event }) => event === 'connection_moved')).toHaveLength(20);
    jest.advanceTimersByTime(1000);
    expect(entries.slice(100)).toMatchObject([
      {
        event: 'connections_summary',
        message: '100 connections opened (B1 100), 465 moved and 0 closed within a second',
        fields: { opened: 100, moved: 465, closed: 0 },
      },
    ]);
  });

  it('says of moves alone, too, that there were more than lines', () => {
    const { log, entries } = logOf('auto');
    for (let i = 0; i < 51; i++) log.moved(MOVED);
    jest.advanceTimersByTime(1000);
    expect(entries.map(({ event }) => event).slice(49)).toEqual(['connection_moved', 'connections_summary']);
  });

  it('says in any flood what is said once a second at most', () => {
    const { log, entries } = logOf('auto');
    for (let i = 0; i < 100; i++) log.opened(OPEN);
    log.placesTaken({ maxConnections: 100, queued: 3 });
    log.acceptFailed({ reason: 'too many open files' });
    expect(entries.slice(50).map(({ event }) => event)).toEqual(['max_connections_reached', 'accept_failed']);
  });

  it('has the 100 busiest backends in the fields of a summary, and how many there were', () => {
    const { log, entries } = logOf('auto');
    for (let i = 0; i < 4000; i++) log.opened({ ...OPEN, backend: `B${i}` });
    log.flush();
    const { backends, backendsCount } = entries.at(-1)?.fields as { backends: object; backendsCount: number };
    expect([Object.keys(backends).length, backendsCount]).toEqual([100, 4000]);
    expect(entries.at(-1)?.message).toContain('B9 1 and 3990 more)');
  });

  it('needs no summary for 50 in a second', () => {
    const { log, entries } = logOf('auto');
    for (let i = 0; i < 50; i++) log.opened(OPEN);
    jest.advanceTimersByTime(5000);
    expect(entries).toHaveLength(50);
  });

  it('tells what is untold when it is flushed, and leaves no timer', () => {
    const { log, entries } = logOf('auto');
    for (let i = 0; i < 60; i++) log.closed(CLOSE);
    log.flush();
    expect(entries.at(-1)).toMatchObject({
      event: 'connections_summary',
      fields: { opened: 0, moved: 0, closed: 60 },
    });
    expect(jest.getTimerCount()).toBe(0);
  });
});
