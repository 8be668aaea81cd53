import { EventEmitter } from 'node:events';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { feedConnections } from '../../lib/admin/connection-feed.js';
import type { ConnectionEvents } from '../../lib/control/events.js';

const OPEN = { client: '192.0.2.7:1', backend: 'B1', why: 'sticky', sticky: true, attempts: 1 };

describe('the feed of connections', () => {
  afterEach(() => void jest.useRealTimers());

  it('tells of 2,000 events a second, and then how many it left out', () => {
    jest.useFakeTimers();
    const teller = new EventEmitter<ConnectionEvents>();
    const told: string[] = [];
    const stop = feedConnections({ teller }, ({ event }) => told.push(event));
    for (let n = 0; n < 2500; n += 1) teller.emit('connection_open', OPEN);
    expect(told).toHaveLength(2000);
    jest.advanceTimersByTime(1000);
    teller.emit('connection_open', OPEN);
    expect(told.slice(2000)).toEqual(['dropped', 'connection_open']);
    stop();
    expect(teller.eventNames()).toEqual([]);
  });
});
