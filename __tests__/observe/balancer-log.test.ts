import { describe, expect, it } from '@jest/globals';
import { Balancer } from '../../lib/balancer/balancer.js';
import type { BalancerEvents } from '../../lib/balancer/events.js';
import { logBalancer } from '../../lib/observe/balancer-log.js';
import type { LogEntry } from '../../lib/observe/logger.js';

const CONNECTION = { client: '10.0.0.1:5', backend: 'B1', why: 'sticky', sticky: true, attempts: 1 };

/** Every event a balancer has, its payload, and how it reads. */
const TABLE: readonly (readonly [keyof BalancerEvents, object, string, string])[] = [
  [
    'listening',
    {
      host: '::',
      port: 80,
      algorithm: 'auto',
      stickyKey: 'ip',
      backends: ['B1', 'B2'],
      activeServers: ['B1'],
    },
    'info',
    'listening on [::]:80; algorithm auto, sticky key ip; 1 of 2 backends up: B1',
  ],
  [
    'backend_down_at_start',
    { backend: 'B2', reason: 'connect timeout' },
    'warn',
    'B2 is down at the start (connect timeout)',
  ],
  [
    'failover',
    { backend: 'B2', reason: 'connection refused', activeServers: ['B1'] },
    'warn',
    'failover: B2 is down (connection refused); active: B1',
  ],
  [
    'failback',
    { backend: 'B2', downMs: 3210, activeServers: ['B1', 'B2'] },
    'info',
    'failback: B2 is up again after 3.2 s; active: B1, B2',
  ],
  ['no_active_servers', { backends: ['B1'] }, 'warn', 'no backend is up: clients wait until one is'],
  ['connection_open', CONNECTION, 'info', '10.0.0.1:5 → B1 (sticky)'],
  [
    'connection_moved',
    { ...CONNECTION, from: 'B2', why: 'round-robin' },
    'info',
    '10.0.0.1:5 moved from B2 to B1 (round-robin): nothing had passed yet',
  ],
  [
    'connection_close',
    { client: '10.0.0.1:5', backend: 'B1', durationMs: 5, bytesIn: 1, bytesOut: 2, end: 'backend_reset' },
    'info',
    '10.0.0.1:5 ✕ B1 (backend_reset) after 5 ms, 1 B in, 2 B out',
  ],
  [
    'accept_failed',
    { reason: 'too many open files' },
    'error',
    'a client could not be accepted (too many open files)',
  ],
  [
    'drain_started',
    { openConnections: 1, drainTimeoutMs: 10_000 },
    'info',
    'stopping: no new clients; 1 connection may finish within 10.0 s',
  ],
  ['stopped', { drained: 0 }, 'info', 'stopped'],
  ['stopped', { drained: 2 }, 'info', 'stopped; 2 connections had to be closed'],
];

describe("a balancer's log", () => {
  it.each(TABLE)('tells of %s', (event, payload, level, message) => {
    const balancer = new Balancer({ backends: [{ host: 'a', port: 1 }] });
    const entries: LogEntry[] = [];
    logBalancer(balancer, 'all', (entry) => entries.push(entry));
    (balancer.emit as (name: string, payload: object) => boolean).call(balancer, event, payload);
    expect(entries).toEqual([{ event, level, message, fields: payload }]);
  });
});
