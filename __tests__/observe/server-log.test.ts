import { describe, expect, it } from '@jest/globals';
import { logServer } from '../../lib/observe/server-log.js';
import type { LogEntry } from '../../lib/observe/logger.js';
import { BackendServer } from '../../lib/server/backend-server.js';

describe("a server's log", () => {
  it('tells of its life, and of connections at DEBUG', () => {
    const server = new BackendServer();
    const entries: LogEntry[] = [];
    logServer(server, 'echo', (entry) => entries.push(entry));
    server.emit('listening', { name: 'B1', host: '127.0.0.1', port: 8881 });
    server.emit('connection_open', { client: '127.0.0.1:5' });
    server.emit('connection_close', { client: '127.0.0.1:5', bytesIn: 1, bytesOut: 2 });
    server.emit('fault', { kind: 'latency', client: '127.0.0.1:5' });
    server.emit('faults_changed', { faults: { latencyMs: 300, refuseRatio: 0.2, hang: true } });
    server.emit('faults_changed', { faults: {} });
    server.emit('accept_failed', { reason: 'too many open files' });
    server.emit('stopped', { connections: 1 });
    expect(entries.map(({ level, event, message }) => `${level} ${event}: ${message}`)).toEqual([
      'info listening: B1 is listening on 127.0.0.1:8881, mode echo',
      'debug connection_open: 127.0.0.1:5 connected',
      'debug connection_close: 127.0.0.1:5 closed, 1 B in, 2 B out',
      'info fault: fault latency strikes 127.0.0.1:5',
      'info faults_changed: faults: latency 300 ms, refuse-ratio 0.2, hang',
      'info faults_changed: faults: none',
      'error accept_failed: a client could not be accepted (too many open files)',
      'info stopped: stopped after 1 connection',
    ]);
  });
});
