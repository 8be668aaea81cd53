import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { replay } from '../../lib/recording/replay.js';
import { ADMIN_STATES, type Backend } from '../../lib/routing/backend.js';
import { placed, WaitingRequest } from './placed.js';

const BACKENDS = 3;
const KEYS = ['x', 'y', 'z', 'u', 'v'];

const step = fc.record({
  action: fc.constantFrom('arrive', 'arrive', 'arrive', 'admin', 'health', 'limit', 'close', 'leave', 'fail'),
  backend: fc.nat({ max: BACKENDS - 1 }),
  which: fc.nat({ max: 50 }),
});

describe('any history of clients that stick to backends which are drained', () => {
  it('leaves no place unused, serves those that wait for one backend in the order of their arrival, and replays exactly', async () => {
    const limits = fc.record({
      maxPerBackend: fc.constantFrom(1, 2),
      maxConnections: fc.constantFrom(3, 100),
      sessions: fc.constantFrom({ max: 2, ttlMs: 10 }, { max: 100, ttlMs: 1000 }),
    });
    let servedByDrained = 0;
    const property = fc.asyncProperty(
      limits,
      fc.array(step, { maxLength: 80, size: 'max' }),
      async (options, steps) => {
        const { pool, placement, router, up, lines } = placed(BACKENDS, options);
        const waiting = new Set<WaitingRequest>();
        const open = new Set<WaitingRequest>();
        let now = 0;
        up(1, 2, 3);
        /** Tried without success: while it waits, it waits for others. */
        const failed = new Map<WaitingRequest, Backend>();
        const awaits = (request: WaitingRequest): Backend | undefined => {
          const backend = router.stickyBackendOf(request.stickyKey, now);
          return backend?.isDraining && failed.get(request) !== backend ? backend : undefined;
        };
        const seek = (request: WaitingRequest): void => {
          request.assigned = ({ backend }, connection) => {
            waiting.delete(request);
            if (backend.isDraining) {
              servedByDrained++;
              for (const other of waiting)
                if (other.ticket < request.ticket && awaits(other) === backend)
                  throw new Error(`${request.ticket} overtook ${other.ticket}`);
            }
            request.backend = backend;
            request.connection = connection;
            open.add(request);
            router.established(request.stickyKey, backend, request.tried, now);
            placement.stickinessChanged(request.stickyKey, now);
          };
          request.queued = () => {
            request.tried.clear();
            waiting.add(request);
          };
          request.exhausted = () => undefined;
          request.rejected = () => void waiting.delete(request);
          placement.dispatch(request, now);
        };
        for (const { action, backend: index, which } of steps) {
          now++;
          const backend = pool.registry.at(index);
          const [waiter, user] = [[...waiting][which % waiting.size], [...open][which % open.size]];
          if (backend === undefined) throw new Error('there are three');
          if (action === 'arrive') seek(new WaitingRequest(KEYS[which % KEYS.length]));
          else if (action === 'leave' && waiter !== undefined) {
            waiting.delete(waiter);
            placement.cancel(waiter, now);
          } else if ((action === 'close' || action === 'fail') && user?.backend !== undefined) {
            open.delete(user);
            router.released(user.stickyKey, user.backend, now);
            placement.stickinessChanged(user.stickyKey, now);
            placement.connectionClosed(user.backend, now, user.connection);
            if (action === 'close') continue;
            user.tried.add(user.backend);
            failed.set(user, user.backend);
            seek(user);
          } else {
            if (action === 'admin') pool.setAdmin(backend, ADMIN_STATES[which % 3] ?? 'ready');
            else if (action === 'health') pool.setHealthy(backend, which % 2 === 0);
            else if (action === 'limit') pool.setLimit(backend, 1 + (which % 3));
            placement.activeServersChanged(now);
          }
          if (pool.openConnections >= options.maxConnections) continue;
          for (const request of waiting) {
            if (awaits(request)?.admitsClients)
              throw new Error(`${request.ticket} waits, though its backend has a place`);
          }
        }
        const { ok, differences } = await replay(lines);
        expect({ ok, differences }).toEqual({ ok: true, differences: [] });
      },
    );
    await fc.assert(property, { seed: 1, numRuns: 300 });
    expect(servedByDrained).toBeGreaterThan(100);
  });
});
