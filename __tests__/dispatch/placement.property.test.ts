import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PlacementOptions } from '../../lib/dispatch/placement.js';
import type { Backend } from '../../lib/routing/backend.js';
import type { BackendPool } from '../../lib/routing/backend-pool.js';
import { placed, WaitingRequest } from './placed.js';
import { runs } from '../helpers/effort.js';

const BACKENDS = 3;

const step = fc.record({
  action: fc.constantFrom('arrive', 'arrive', 'arrive', 'up', 'down', 'close', 'leave', 'fail'),
  which: fc.nat({ max: 50 }),
});

describe('any history of clients and backends', () => {
  it('serves in the order of arrival, refuses none that is older than one that waits, and leaves no place unused', () => {
    const limits = fc.record({
      maxPerBackend: fc.constantFrom(1, 2, Infinity),
      maxConnections: fc.constantFrom(2, 4, 100),
      queueMax: fc.constantFrom(0, 2, 100),
    });
    let served = 0;
    const property = fc.property(limits, fc.array(step, { maxLength: 80, size: 'max' }), (options, steps) => {
      const { pool, placement, up, down } = placed(BACKENDS, options);
      const waiting: WaitingRequest[] = [];
      const open: WaitingRequest[] = [];
      const without = (list: WaitingRequest[], request: WaitingRequest): void => {
        const at = list.indexOf(request);
        if (at >= 0) list.splice(at, 1);
      };
      const seek = (request: WaitingRequest): void => {
        const older = (other: WaitingRequest): boolean => other.ticket < request.ticket;
        request.assigned = ({ backend }) => {
          without(waiting, request);
          if (waiting.some(older)) throw new Error(`${request.ticket} overtook`);
          request.backend = backend;
          open.push(request);
          served++;
        };
        request.queued = (waitFor) => {
          if (request.waits === undefined) waiting.push(request);
          request.waits = waitFor;
        };
        request.rejected = () => {
          without(waiting, request);
          if (waiting.some((other) => !older(other)))
            throw new Error(`${request.ticket} was not the youngest`);
        };
        request.exhausted = () => {
          throw new Error('nothing was tried');
        };
        request.waits = undefined;
        placement.dispatch(request, 0);
      };
      const close = (request: WaitingRequest): Backend => {
        without(open, request);
        if (request.backend === undefined) throw new Error('it has none');
        return request.backend;
      };
      for (const { action, which } of steps) {
        const [waiter, user] = [waiting[which % waiting.length], open[which % open.length]];
        if (action === 'arrive') seek(new WaitingRequest());
        else if (action === 'up') up((which % BACKENDS) + 1);
        else if (action === 'down') down((which % BACKENDS) + 1);
        else if (action === 'leave' && waiter !== undefined) {
          without(waiting, waiter);
          placement.cancel(waiter, 0);
        } else if (action === 'close' && user !== undefined) placement.connectionClosed(close(user), 0);
        else if (action === 'fail' && user !== undefined) {
          const backend = close(user);
          seek(user);
          placement.connectionClosed(backend, 0);
        }
        check(pool, waiting, options);
      }
    });
    fc.assert(property, { seed: 1, numRuns: runs(300) });
    expect(served).toBeGreaterThan(1000);
  });
});

/** What holds between two events. */
function check(
  pool: BackendPool,
  waiting: readonly WaitingRequest[],
  { maxConnections, queueMax }: Pick<PlacementOptions, 'maxConnections' | 'queueMax'>,
): void {
  const forBackend = waiting.filter(({ waits }) => waits === 'backend');
  const forPlace = waiting.filter(({ waits }) => waits === 'place');
  if (pool.hasRoom && pool.openConnections < maxConnections && waiting.length > 0)
    throw new Error('a place is free, and clients wait');
  if (pool.activeCount > 0 && forBackend.length > 0)
    throw new Error('a backend is up, and clients wait for one');
  if (forPlace.length > queueMax) throw new Error('more wait for a place than may');
  if (forBackend.length > 0 && pool.openConnections + forBackend.length > maxConnections)
    throw new Error('more are served than may be');
  const youngest = Math.max(...forBackend.map(({ ticket }) => ticket));
  if (forPlace.some(({ ticket }) => ticket < youngest)) throw new Error('a younger one waits for a backend');
}
