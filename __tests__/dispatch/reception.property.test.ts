import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { replay } from '../../lib/recording/replay.js';
import type { Backend } from '../../lib/routing/backend.js';
import { runs } from '../helpers/effort.js';
import { placed, WaitingRequest } from './placed.js';

const BACKENDS = 3;
/** Time stands still. */
const now = 0;
const KEYS = ['x', 'y', undefined];

const step = fc.record({
  action: fc.constantFrom(
    ...(['arrive', 'arrive', 'arrive', 'arrive', 'hold', 'step', 'step', 'release'] as const),
    ...(['up', 'down', 'close', 'leave', 'fail'] as const),
  ),
  which: fc.nat({ max: 50 }),
});

describe('any history of clients and backends, with holds, steps and releases', () => {
  it('loses nobody, lets newcomers go in the order of arrival, decides about all in the end, and replays exactly', async () => {
    const limits = fc.record({
      maxPerBackend: fc.constantFrom(1, 2, 100),
      maxConnections: fc.constantFrom(2, 4, 100),
      queueMax: fc.constantFrom(0, 2, 100),
    });
    const counts = { held: 0, stepped: 0, moved: 0 };
    const property = fc.asyncProperty(
      limits,
      fc.array(step, { maxLength: 80, size: 'max' }),
      async (options, steps) => {
        const sessions = { max: 100, ttlMs: 1000 };
        const { placement, reception, router, up, down, lines } = placed(BACKENDS, {
          ...options,
          sessions,
        });
        let arrivals = 0;
        /** Newcomers, by their number: those that still wait. */
        const waiting = new Map<WaitingRequest, number>();
        const open = new Set<WaitingRequest>();
        const ended = { refused: 0, left: 0, closed: 0 };
        const number = new Map<WaitingRequest, number>();
        const seek = (request: WaitingRequest): void => {
          request.waits = undefined;
          reception.dispatch(request, now);
        };
        const newcomer = (): void => {
          const key = KEYS[arrivals % KEYS.length];
          const request = new WaitingRequest(key, '192.0.2.7');
          number.set(request, ++arrivals);
          request.queued = (waitFor) => {
            request.waits = waitFor;
            waiting.set(request, number.get(request) ?? 0);
            request.tried.clear();
          };
          request.assigned = ({ backend }, connection) => {
            const own = number.get(request) ?? 0;
            for (const [other, of] of waiting)
              if (of < own && other.waits === 'operator' && request.newcomer !== undefined)
                throw new Error(`${own} overtook ${of}`);
            waiting.delete(request);
            request.backend = backend;
            request.connection = connection;
            open.add(request);
            router.established(key, backend, request.tried, now);
            placement.stickinessChanged(key, now);
          };
          request.rejected = () => {
            waiting.delete(request);
            ended.refused++;
          };
          request.exhausted = () => {
            throw new Error('nothing was tried');
          };
          const held = reception.holds;
          seek(request);
          if (held && open.has(request)) throw new Error('it was not held');
          if (held && waiting.has(request)) counts.held++;
        };
        const close = (request: WaitingRequest): Backend => {
          open.delete(request);
          if (request.backend === undefined) throw new Error('it has none');
          router.released(request.stickyKey, request.backend, now);
          return request.backend;
        };
        for (const { action, which } of steps) {
          const [waiter] = [...waiting.keys()].slice(which % Math.max(1, waiting.size));
          const [user] = [...open].slice(which % Math.max(1, open.size));
          const { firstHeld } = reception;
          if (action === 'arrive') newcomer();
          else if (action === 'hold') reception.hold(now);
          else if (action === 'release') reception.release(now);
          else if (action === 'up') up((which % BACKENDS) + 1);
          else if (action === 'down') down((which % BACKENDS) + 1);
          else if (action === 'step') {
            const before = open.size;
            expect(reception.step(now)).toBe(firstHeld !== undefined);
            if (firstHeld === undefined) continue;
            counts.stepped++;
            if (
              (firstHeld as WaitingRequest).waits === 'operator' &&
              waiting.has(firstHeld as WaitingRequest)
            )
              throw new Error('it was not let go');
            expect(open.size - before).toBeLessThanOrEqual(1);
          } else if (action === 'leave' && waiter !== undefined) {
            waiting.delete(waiter);
            reception.cancel(waiter, now);
            ended.left++;
          } else if (action === 'close' && user !== undefined) {
            placement.connectionClosed(close(user), now, user.connection);
            ended.closed++;
          } else if (action === 'fail' && user !== undefined) {
            const backend = close(user);
            const { connection } = user;
            Object.assign(user, { newcomer: undefined });
            seek(user);
            if (waiting.has(user) && user.waits === 'operator') throw new Error('it was no newcomer');
            counts.moved++;
            placement.connectionClosed(backend, now, connection);
          }
          const held = [...waiting.keys()].filter(({ waits }) => waits === 'operator');
          expect(reception.heldCount).toBe(held.length);
          if (!reception.holds) expect(held).toEqual([]);
          expect(reception.heldCount + placement.waiting).toBe(waiting.size);
          const lowest = Math.min(...held.map((request) => number.get(request) ?? 0));
          if (held.length > 0) expect(number.get(reception.firstHeld as WaitingRequest)).toBe(lowest);
          const known = waiting.size + open.size + ended.refused + ended.left + ended.closed;
          expect(known).toBe(arrivals);
        }
        reception.release(now);
        for (let n = 1; n <= BACKENDS; n++) up(n);
        for (let [user] = open; user !== undefined; [user] = open)
          placement.connectionClosed(close(user), now, user.connection);
        expect([reception.heldCount, placement.waiting, waiting.size]).toEqual([0, 0, 0]);
        const { ok, differences } = await replay(lines);
        expect({ ok, differences }).toEqual({ ok: true, differences: [] });
      },
    );
    await fc.assert(property, { seed: 1, numRuns: runs(300) });
    expect(Math.min(...Object.values(counts))).toBeGreaterThan(300);
  });
});
