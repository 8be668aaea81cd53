import { describe, expect, it } from '@jest/globals';
import { logServer } from '../../lib/logging/server-log.js';
import type { LogEntry } from '../../lib/logging/logger.js';
import { BackendServer } from '../../lib/server/backend-server.js';
import { ReceivedLine } from '../../lib/server/received-line.js';

function received(line: string): ReceivedLine {
  return new ReceivedLine('127.0.0.1:5', Buffer.alloc(0), Buffer.from(line), true);
}

describe("a server's log", () => {
  it('tells of its life, and of connections at DEBUG', () => {
    const server = new BackendServer();
    const entries: LogEntry[] = [];
    logServer(server, 'echo', 'auto', (entry) => entries.push(entry));
    server.emit('listening', { name: 'B1', host: '127.0.0.1', port: 8881 });
    server.emit('connection_open', { client: '127.0.0.1:5' });
    server.emit('connection_close', { client: '127.0.0.1:5', bytesIn: 1, bytesOut: 2, probe: false });
    server.emit('connection_close', { client: '127.0.0.1:6', bytesIn: 0, bytesOut: 0, probe: true });
    server.emit('line_received', received('hello\r'));
    server.emit('line_received', received('x'.repeat(201)));
    server.emit('fault', { kind: 'latency', client: '127.0.0.1:5' });
    server.emit('faults_changed', { faults: { latencyMs: 300, refuseRatio: 0.2, hang: true } });
    server.emit('faults_changed', { faults: {} });
    server.emit('accept_failed', { reason: 'too many open files' });
    server.emit('stopped', { connections: 1 });
    expect(entries.map(({ level, event, message }) => `${level} ${event}: ${message}`)).toEqual([
      'info listening: B1 is listening on 127.0.0.1:8881, mode echo',
      'debug connection_open: 127.0.0.1:5 connected',
      'debug connection_close: 127.0.0.1:5 closed, 1 B in, 2 B out',
      'debug connection_close: 127.0.0.1:6 was a probe: closed before a byte',
      'info line_received: 127.0.0.1:5: hello',
      `info line_received: 127.0.0.1:5: ${'x'.repeat(200)}…`,
      'info fault: fault latency injected into 127.0.0.1:5',
      'info faults_changed: faults: latency 300 ms, refuse-ratio 0.2, hang',
      'info faults_changed: faults: none',
      'error accept_failed: a client could not be accepted (too many open files)',
      'info stopped: stopped after 1 connection',
    ]);
  });

  function logged(
    mode: 'auto' | 'all' | 'none',
    { strikes = 0, lines = 0, probes = 0 }: { strikes?: number; lines?: number; probes?: number },
  ): LogEntry[] {
    const server = new BackendServer();
    const entries: LogEntry[] = [];
    logServer(server, 'echo', mode, (entry) => entries.push(entry));
    for (let n = 0; n < strikes; n++) {
      server.emit('connection_open', { client: `127.0.0.1:${n}` });
      server.emit('fault', { kind: 'latency', client: `127.0.0.1:${n}` });
    }
    for (let n = 0; n < lines; n++) server.emit('line_received', received('x'));
    for (let n = 0; n < probes; n++)
      server.emit('connection_close', { client: '127.0.0.1:1', bytesIn: 0, bytesOut: 0, probe: true });
    server.emit('fault', { kind: 'reset-after', client: '127.0.0.1:1' });
    server.emit('accept_failed', { reason: 'too many open files' });
    server.emit('stopped', { connections: strikes });
    return entries;
  }

  it('has 50 lines of a kind a second, and one summary of the others', () => {
    const entries = logged('auto', { strikes: 700 });
    expect(entries.slice(100).map(({ level, event, message }) => `${level} ${event}: ${message}`)).toEqual([
      'info fault: fault reset-after injected into 127.0.0.1:1',
      'error accept_failed: a client could not be accepted (too many open files)',
      'info connections_summary: 700 connections opened and 0 closed within a second; 1 could not be accepted; faults: latency 700, reset-after 1',
      'info stopped: stopped after 700 connections',
    ]);
    expect(entries.at(-2)?.fields).toEqual({
      opened: 700,
      closed: 0,
      probes: 0,
      unaccepted: 1,
      queueFull: 0,
      unreachable: 0,
      faults: { latency: 700, 'reset-after': 1 },
    });
  });

  it('sums up lines apart from connections, at INFO', () => {
    const entries = logged('auto', { lines: 51 });
    expect(entries.filter(({ event }) => event === 'line_received')).toHaveLength(50);
    expect(entries.slice(-2)).toEqual([
      {
        level: 'info',
        event: 'lines_summary',
        message: '51 lines received within a second',
        fields: { lines: 51 },
      },
      expect.objectContaining({ event: 'stopped' }),
    ]);
  });

  it('decodes no line that it leaves out', () => {
    const server = new BackendServer();
    logServer(server, 'named', 'auto', () => undefined);
    let decoded = 0;
    const line = Object.defineProperty(received('x'), 'text', { get: () => `${++decoded}` });
    for (let n = 0; n < 200; n++) server.emit('line_received', line);
    expect(decoded).toBe(50);
    server.emit('stopped', { connections: 1 });
  });

  it('counts probes apart from connections, at DEBUG', () => {
    const entries = logged('auto', { strikes: 0, probes: 60 });
    expect(entries.at(-2)).toMatchObject({
      level: 'debug',
      event: 'connections_summary',
      message: expect.stringContaining(
        '0 connections opened and 0 closed within a second; 60 probes',
      ) as unknown,
      fields: { opened: 0, closed: 0, probes: 60 },
    });
  });

  it('has all of them, or none, when told to', () => {
    expect(logged('all', { strikes: 700, lines: 700 })).toHaveLength(2103);
    expect(logged('none', { strikes: 700, lines: 700 }).map(({ event }) => event)).toEqual(['stopped']);
  });
});
