import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { logBalancer } from '../../lib/logging/balancer-log.js';
import type { LogEntry } from '../../lib/logging/logger.js';
import type { WorkerGroupEvents } from '../../lib/workers/events.js';
import { TABLE } from './balancer-lines.js';

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
