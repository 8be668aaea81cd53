import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PlacementOptions } from '../../lib/dispatch/placement.js';
import type { Backend } from '../../lib/routing/backend.js';
import type { BackendPool } from '../../lib/routing/backend-pool.js';
import { placed, WaitingSeeker } from './placed.js';
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
      const waiting: WaitingSeeker[] = [];
      const open: WaitingSeeker[] = [];
      const without = (list: WaitingSeeker[], seeker: WaitingSeeker): void => {
        const at = list.indexOf(seeker);
        if (at >= 0) list.splice(at, 1);
      };
      const seek = (seeker: WaitingSeeker): void => {
        const older = (other: WaitingSeeker): boolean => other.ticket < seeker.ticket;
        seeker.routed = ({ backend }) => {
          without(waiting, seeker);
          if (waiting.some(older)) throw new Error(`${seeker.ticket} overtook`);
          seeker.backend = backend;
          open.push(seeker);
          served++;
        };
        seeker.queued = (waitFor) => {
          if (seeker.waits === undefined) waiting.push(seeker);
          seeker.waits = waitFor;
        };
        seeker.refused = () => {
          without(waiting, seeker);
          if (waiting.some((other) => !older(other)))
            throw new Error(`${seeker.ticket} was not the youngest`);
        };
        seeker.exhausted = () => {
          throw new Error('nothing was tried');
        };
        seeker.waits = undefined;
        placement.seek(seeker, 0);
      };
      const close = (seeker: WaitingSeeker): Backend => {
        without(open, seeker);
        if (seeker.backend === undefined) throw new Error('it has none');
        return seeker.backend;
      };
      for (const { action, which } of steps) {
        const [waiter, user] = [waiting[which % waiting.length], open[which % open.length]];
        if (action === 'arrive') seek(new WaitingSeeker());
        else if (action === 'up') up((which % BACKENDS) + 1);
        else if (action === 'down') down((which % BACKENDS) + 1);
        else if (action === 'leave' && waiter !== undefined) {
          without(waiting, waiter);
          placement.leave(waiter, 0);
        } else if (action === 'close' && user !== undefined) placement.gaveBack(close(user), 0);
        else if (action === 'fail' && user !== undefined) {
          const backend = close(user);
          seek(user);
          placement.gaveBack(backend, 0);
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
  waiting: readonly WaitingSeeker[],
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
