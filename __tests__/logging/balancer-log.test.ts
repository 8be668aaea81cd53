import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { logBalancer } from '../../lib/logging/balancer-log.js';
import type { LogEntry } from '../../lib/logging/logger.js';
import type { WorkerGroupEvents } from '../../lib/workers/events.js';

const CONNECTION = { client: '10.0.0.1:5', backend: 'B1', why: 'sticky', sticky: true, attempts: 1 };

/** Every event of a balancer and of workers, its payload, and how it reads. */
const TABLE: readonly (readonly [keyof WorkerGroupEvents, object, string, string])[] = [
  [
    'listening',
    {
      host: '::',
      port: 80,
      workers: 1,
      algorithm: 'auto',
      stickyKey: 'ip',
      backends: ['B1', 'B2'],
      activeServers: ['B1'],
      activeServersCount: 1,
    },
    'info',
    'listening on [::]:80; algorithm auto, sticky key ip; 1 of 2 backends active: B1',
  ],
  [
    'listening',
    {
      host: '127.0.0.1',
      port: 8080,
      workers: 2,
      algorithm: 'random',
      stickyKey: 'none',
      backends: ['B1'],
      activeServers: ['B1'],
      activeServersCount: 1,
    },
    'info',
    'listening on 127.0.0.1:8080 with 2 workers; algorithm random, sticky key none; 1 of 1 backends active: B1',
  ],
  [
    'backend_down_at_start',
    { backend: 'B2', reason: 'connect timeout' },
    'warn',
    'B2 is down at startup (connect timeout)',
  ],
  [
    'failover',
    { backend: 'B2', reason: 'connection refused', activeServers: ['B1'], activeServersCount: 1 },
    'warn',
    'failover: B2 is down (connection refused); active: B1',
  ],
  [
    'failback',
    { backend: 'B2', downMs: 3210, activeServers: ['B1', 'B2'], activeServersCount: 2 },
    'info',
    'failback: B2 is up again after 3.2 s; active: B1, B2',
  ],
  [
    'failover',
    {
      backend: 'B0',
      reason: 'connection refused',
      activeServers: Array.from({ length: 100 }, (_, n) => `B${n + 1}`),
      activeServersCount: 3999,
    },
    'warn',
    'failover: B0 is down (connection refused); active: B1, B2, B3, B4, B5, B6, B7, B8, B9, B10 and 3989 more',
  ],
  [
    'worker_unresponsive',
    { worker: 2, pid: 7, asked: 'connections' },
    'warn',
    'worker 2 (process 7) did not answer within 500 ms: its connections are not listed',
  ],
  [
    'worker_unresponsive',
    { worker: 2, pid: undefined, asked: 'closeConnections' },
    'warn',
    'worker 2 did not answer within 500 ms: its connections were perhaps not closed',
  ],
  [
    'no_active_servers',
    { backends: ['B1'], backendsCount: 1 },
    'warn',
    'no active backend: new clients wait',
  ],
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
    'connection_close',
    {
      client: '10.0.0.1:5',
      backend: null,
      durationMs: 0,
      bytesIn: 0,
      bytesOut: 0,
      end: 'bad_proxy_header',
      reason: 'no CRLF',
    },
    'info',
    '10.0.0.1:5 ✕ no backend (bad_proxy_header: no CRLF) after 0 ms, 0 B in, 0 B out',
  ],
  [
    'connection_rerouted',
    { ...CONNECTION, from: 'B2', why: 'auto', times: 1 },
    'warn',
    '10.0.0.1:5 rerouted from B2, which was lost, to B1 (auto): what had not been answered is lost',
  ],
  [
    'connection_rerouted',
    { ...CONNECTION, from: 'B2', why: 'auto', times: 2 },
    'info',
    '10.0.0.1:5 rerouted from B2, which was lost, to B1 (auto): what had not been answered is lost',
  ],
  [
    'max_connections_reached',
    { maxConnections: 1, queued: 2 },
    'warn',
    'connection limit reached (1 client); 2 clients waiting',
  ],
  [
    'listener_failed',
    { event: 'failover', reason: 'broken' },
    'error',
    'a listener of failover failed: broken',
  ],
  [
    'algorithm_failed',
    { algorithm: 'mine', file: '/a/mine.js', method: 'pick', kind: 'threw', reason: 'pick threw Error: x' },
    'warn',
    'algorithm /a/mine.js failed: pick threw Error: x; round-robin picks instead',
  ],
  [
    'algorithm_failed',
    { algorithm: 'mine', file: null, method: 'add', kind: 'promise', reason: 'add returned a promise' },
    'warn',
    'algorithm mine failed: add returned a promise',
  ],
  [
    'algorithm_failed',
    {
      algorithm: 'mine',
      file: '/a/mine.js',
      method: null,
      kind: 'uncaught',
      reason: 'a timer threw Error: x',
    },
    'warn',
    'algorithm /a/mine.js failed: a timer threw Error: x; round-robin picks from now on',
  ],
  [
    'recording_full',
    { file: 'run.jsonl', lines: 1000 },
    'warn',
    "recording 'run.jsonl' has 1000 lines, the most it may have: it ends here",
  ],
  [
    'recording_lost',
    { file: 'run.jsonl', reason: 'ENOSPC: no space left on device' },
    'error',
    "cannot write to recording 'run.jsonl' (ENOSPC: no space left on device): the balancer goes on without it",
  ],
  [
    'accept_failed',
    { reason: 'too many open files' },
    'error',
    'clients cannot be accepted (too many open files)',
  ],
  [
    'hold_ended',
    { reason: 'timeout', heldMs: 900_000, released: 2 },
    'warn',
    'hold ended after 15m: 2 clients released',
  ],
  [
    'hold_ended',
    { reason: 'stopping', heldMs: 1000, released: 1 },
    'info',
    'hold ended as the balancer stops: 1 client released',
  ],
  ['worker_started', { worker: 2, pid: 77 }, 'info', 'worker 2 started as process 77'],
  [
    'worker_lost',
    { worker: 2, pid: 77, reason: 'killed by SIGKILL', connections: 1, restartMs: 0 },
    'warn',
    'worker 2 (process 77) was lost: killed by SIGKILL; 1 connection with it; another starts now',
  ],
  [
    'worker_lost',
    { worker: 2, pid: undefined, reason: 'it could not be started', connections: 0, restartMs: 100 },
    'warn',
    'worker 2 was lost: it could not be started; 0 connections with it; another starts in 100 ms',
  ],
  [
    'worker_lost',
    { worker: 1, pid: 76, reason: 'exit status 1', connections: 2, restartMs: null },
    'warn',
    'worker 1 (process 76) was lost: exit status 1; 2 connections with it',
  ],
  [
    'drain_started',
    { openConnections: 1, drainTimeoutMs: 10_000 },
    'info',
    'draining: refusing new clients, waiting up to 10.0 s for 1 open connection',
  ],
  [
    'drain_started',
    { openConnections: 0, drainTimeoutMs: 10_000 },
    'info',
    'draining: refusing new clients; no connection is open',
  ],
  ['stopped', { drained: 0 }, 'info', 'stopped'],
  ['stopped', { drained: 2 }, 'info', 'stopped; 2 connections had to be closed'],
];

describe("a balancer's log", () => {
  it.each(TABLE)('tells of %s', (event, payload, level, message) => {
    const balancer = new EventEmitter<WorkerGroupEvents>();
    const entries: LogEntry[] = [];
    logBalancer(balancer, 'all', (entry) => entries.push(entry));
    (balancer.emit as (name: string, payload: object) => boolean).call(balancer, event, payload);
    expect(entries).toEqual([{ event, level, message, fields: payload }]);
  });

  it('says at startup only of what is down before the balancer listens', () => {
    const balancer = new EventEmitter<WorkerGroupEvents>();
    const messages: string[] = [];
    logBalancer(balancer, 'all', ({ message }) => messages.push(message));
    const emit = (balancer.emit as (name: string, payload: object) => boolean).bind(balancer);
    const [listening] = TABLE.filter(([event]) => event === 'listening');
    emit('listening', listening?.[1] ?? {});
    emit('backend_down_at_start', { backend: 'B4', reason: 'connection refused' });
    expect(messages.at(-1)).toBe('B4 is down (connection refused)');
  });

  it('has no line that a connection caused with --log-connections none, and all others', () => {
    const balancer = new EventEmitter<WorkerGroupEvents>();
    const entries: LogEntry[] = [];
    logBalancer(balancer, 'none', (entry) => entries.push(entry));
    const emit = (balancer.emit as (name: string, payload: object) => boolean).bind(balancer);
    for (const [event, payload] of TABLE) emit(event, payload);
    const ofConnections = /^(connection_|accept_failed|max_connections_reached)/;
    const others = TABLE.map(([event]) => event).filter((event) => !ofConnections.test(event));
    expect(entries.map(({ event }) => event)).toEqual(others);
  });
});
