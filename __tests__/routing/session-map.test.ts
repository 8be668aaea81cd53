import { afterEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { Backend } from '../../lib/routing/backend.js';
import { SessionMap } from '../../lib/routing/session-map.js';

const a = new Backend(0, { host: 'a', port: 1 });
const b = new Backend(1, { host: 'b', port: 1 });

afterEach(() => void jest.useRealTimers());

describe('SESSION_MAP', () => {
  it('knows no one at first', () => {
    const sessions = new SessionMap({ max: 2, ttlMs: 100 });
    expect(sessions.get('client', 0)).toBeUndefined();
    expect(sessions.size).toBe(0);
  });

  it('remembers the backend of each client, and only the last one', () => {
    const sessions = new SessionMap({ max: 2, ttlMs: 100 });
    sessions.set('1', a, 0);
    sessions.set('2', a, 0);
    sessions.set('2', b, 0);
    expect([sessions.get('1', 0), sessions.get('2', 0)]).toEqual([a, b]);
    expect(sessions.size).toBe(2);
  });

  it('forgets the least recently used when it is full', () => {
    const sessions = new SessionMap({ max: 3, ttlMs: 100 });
    for (const key of ['1', '2', '3']) sessions.set(key, a, 0);
    sessions.get('1', 0);
    sessions.set('2', b, 0);
    sessions.set('4', a, 0);
    expect(sessions.get('3', 0)).toBeUndefined();
    sessions.set('5', a, 0);
    expect(['1', '2', '4', '5'].filter((key) => sessions.get(key, 0) !== undefined)).toEqual(['2', '4', '5']);
    expect(sessions.size).toBe(3);
  });

  it('never holds more than its bound', () => {
    const sessions = new SessionMap({ max: 100, ttlMs: 100 });
    for (let client = 0; client < 1000; client++) sessions.set(String(client), a, client);
    expect(sessions.size).toBe(100);
  });

  it.each([
    { title: 'from 0, as virtual time begins', start: 0 },
    { title: 'from any other time', start: 12_345.678 },
  ])('forgets a client that has been idle for longer than its life, $title', ({ start }) => {
    const sessions = new SessionMap({ max: 2, ttlMs: 100 });
    sessions.set('1', a, start);
    sessions.set('2', a, start);
    expect(sessions.get('1', start + 99)).toBe(a);
    expect(sessions.get('2', start + 101)).toBeUndefined();
  });

  it('begins the idle life of a client anew when it is asked for or set', () => {
    const sessions = new SessionMap({ max: 2, ttlMs: 100 });
    sessions.set('1', a, 0);
    expect(sessions.get('1', 90)).toBe(a);
    expect(sessions.get('1', 180)).toBe(a);
    sessions.set('1', a, 270);
    expect(sessions.get('1', 360)).toBe(a);
    expect(sessions.get('1', 461)).toBeUndefined();
    expect(sessions.get('1', 462)).toBeUndefined();
  });

  it('may know a client again whom it had forgotten', () => {
    const sessions = new SessionMap({ max: 2, ttlMs: 100 });
    sessions.set('1', a, 0);
    expect(sessions.get('1', 200)).toBeUndefined();
    sessions.set('1', b, 200);
    expect(sessions.get('1', 300)).toBe(b);
  });

  it.each([0.5, 569.999_999_999_9, 1500.5])('takes a life that is no whole number: %p ms', (ttlMs) => {
    const sessions = new SessionMap({ max: 2, ttlMs });
    sessions.set('1', a, 0);
    expect(sessions.get('1', ttlMs)).toBe(a);
    expect(sessions.get('1', 2 * ttlMs + 1)).toBeUndefined();
  });

  it('tells of every client that it forgets or that has moved, and of no other', () => {
    const told: string[] = [];
    const sessions = new SessionMap({ max: 2, ttlMs: 100, forgotten: (key) => told.push(key) });
    sessions.set('moved', a, 0);
    sessions.set('stays', a, 0);
    sessions.set('stays', a, 0);
    sessions.get('stays', 10);
    expect(told).toEqual([]);
    sessions.set('moved', b, 20);
    expect(told).toEqual(['moved']);
    sessions.set('new', a, 30);
    expect(told).toEqual(['moved', 'stays']);
    expect(sessions.get('moved', 130)).toBeUndefined();
    expect(told).toEqual(['moved', 'stays', 'moved']);
    sessions.delete('new');
    expect(told).toEqual(['moved', 'stays', 'moved', 'new']);
    expect(sessions.get('new', 30)).toBeUndefined();
  });

  it('evicts a client without a connection first, then the connected one that was least recently used', () => {
    const told: string[] = [];
    const sessions = new SessionMap({ max: 3, ttlMs: 100, forgotten: (key) => told.push(key) });
    sessions.connected('old', a, 0);
    sessions.connected('older', a, 0);
    sessions.connected('idle', a, 0);
    sessions.disconnected('idle', a, 0);
    sessions.get('old', 0);
    sessions.connected('1', b, 0);
    expect([told, sessions.size]).toEqual([['idle'], 3]);
    sessions.connected('2', b, 0);
    expect([told, sessions.size]).toEqual([['idle', 'older'], 3]);
    sessions.disconnected('old', a, 0);
    sessions.connected('3', b, 0);
    expect([told, sessions.size]).toEqual([['idle', 'older', 'old'], 3]);
  });

  it('counts the connections of a client that was evicted, and knows it again when the last one ends', () => {
    const sessions = new SessionMap({ max: 1, ttlMs: 100 });
    sessions.connected('1', a, 0);
    sessions.connected('1', a, 0);
    sessions.connected('2', b, 0);
    sessions.disconnected('2', b, 0);
    sessions.disconnected('1', a, 10);
    expect([sessions.get('1', 10), sessions.get('2', 10)]).toEqual([undefined, b]);
    sessions.disconnected('1', a, 20);
    expect([sessions.get('1', 20), sessions.get('2', 20)]).toEqual([a, undefined]);
    expect(sessions.get('1', 121)).toBeUndefined();
  });

  it('counts the older connections too when a client that was evicted connects again', () => {
    const sessions = new SessionMap({ max: 1, ttlMs: 100 });
    sessions.connected('1', a, 0);
    sessions.connected('2', b, 0);
    sessions.connected('1', b, 0);
    sessions.disconnected('1', a, 0);
    expect(sessions.get('1', 1000)).toBe(b);
    sessions.disconnected('1', b, 1000);
    expect(sessions.get('1', 1101)).toBeUndefined();
  });

  it('keeps its promises through any history', () => {
    const step = fc.record({
      action: fc.constantFrom('connect', 'connect', 'disconnect', 'ask', 'delete'),
      key: fc.constantFrom('1', '2', '3', '4', '5', '6'),
      backend: fc.constantFrom(a, b),
      later: fc.nat({ max: 40 }),
    });
    const property = fc.property(
      fc.integer({ min: 1, max: 5 }),
      fc.array(step, { maxLength: 100, size: 'max' }),
      (max, steps) => {
        const known = new Map<string, Backend>();
        const open = new Map<string, Backend[]>();
        const sessions = new SessionMap({ max, ttlMs: 100, forgotten: (key) => known.delete(key) });
        const isConnected = (key: string): boolean => (open.get(key) ?? []).length > 0;
        let now = 0;
        for (const { action, key, backend, later } of steps) {
          now += later;
          const connectedBefore = [...known.keys()].filter(isConnected);
          const idleBefore = [...known.keys()].filter((other) => !isConnected(other));
          if (action === 'connect') {
            sessions.connected(key, backend, now);
            open.set(key, [...(open.get(key) ?? []), backend]);
            known.set(key, backend);
          } else if (action === 'disconnect') {
            const [closed, ...left] = open.get(key) ?? [];
            if (closed === undefined) continue;
            sessions.disconnected(key, closed, now);
            open.set(key, left);
            if (left.length === 0) known.set(key, known.get(key) ?? closed);
            if (sessions.get(key, now) === undefined) known.delete(key);
          } else if (action === 'delete') sessions.delete(key);
          else expect(sessions.get(key, now)).toBe(known.get(key));
          const lost = connectedBefore.filter((other) => !known.has(other));
          if (action !== 'delete' && lost.length > 0)
            expect(idleBefore.filter((other) => known.has(other) && other !== key)).toEqual([]);
          expect(sessions.size).toBeLessThanOrEqual(max);
          expect(sessions.size).toBe(known.size);
        }
      },
    );
    fc.assert(property, { seed: 1, numRuns: 500 });
  });

  it('sets no timer', () => {
    jest.useFakeTimers();
    const sessions = new SessionMap({ max: 2, ttlMs: 100 });
    sessions.set('1', a, 0);
    sessions.get('1', 50);
    sessions.get('1', 500);
    expect(jest.getTimerCount()).toBe(0);
  });
});

describe('SESSION_MAP under the operator', () => {
  it('lists its entries without renewing them', () => {
    const sessions = new SessionMap({ max: 3, ttlMs: 100 });
    sessions.set('1', a, 0);
    sessions.connected('2', b, 10);
    expect([...sessions.list(60)]).toEqual([
      { key: '2', backend: b, connections: 1, expiresInMs: Infinity },
      { key: '1', backend: a, connections: 0, expiresInMs: 40 },
    ]);
    expect([...sessions.list(101)].map(({ key }) => key)).toEqual(['2']);
  });

  it('forgets a connected client for good, unless it connects again', () => {
    const sessions = new SessionMap({ max: 3, ttlMs: 100 });
    for (const key of ['1', '2']) sessions.connected(key, a, 0);
    expect([sessions.forget('1', 1), sessions.forget('1', 1), sessions.forget('2', 1)]).toEqual([
      ...[true, false, true],
    ]);
    sessions.connected('2', b, 2);
    for (const key of ['1', '2']) sessions.disconnected(key, a, 3);
    sessions.disconnected('2', b, 4);
    expect([sessions.get('1', 5), sessions.get('2', 5)]).toEqual([undefined, b]);
  });

  it('forgets the clients of one backend, or all', () => {
    const sessions = new SessionMap({ max: 5, ttlMs: 100 });
    sessions.set('1', a, 0);
    sessions.connected('2', a, 0);
    sessions.set('3', b, 0);
    expect(sessions.clear(a, 1).sort()).toEqual(['1', '2']);
    sessions.disconnected('2', a, 2);
    expect([...sessions.list(3)].map(({ key }) => key)).toEqual(['3']);
    expect(sessions.clear(undefined, 4)).toEqual(['3']);
    expect(sessions.size).toBe(0);
  });

  it('has room for a client that it knows, and for another as long as one is not connected', () => {
    const sessions = new SessionMap({ max: 2, ttlMs: 100 });
    sessions.connected('1', a, 0);
    sessions.set('2', a, 0);
    expect(sessions.hasRoomFor('3', 1)).toBe(true);
    sessions.connected('2', a, 1);
    expect([sessions.hasRoomFor('3', 2), sessions.hasRoomFor('2', 2)]).toEqual([false, true]);
  });
});
