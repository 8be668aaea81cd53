import { describe, expect, it } from '@jest/globals';
import type { DispatchRequest } from '../../lib/dispatch/dispatcher.js';
import type { TestRequest } from '../workers/dispatching.js';
import { placed } from './placed.js';

/** The last that each was told. */
function lastWords(requests: readonly TestRequest[]): (string | undefined)[] {
  return requests.map(({ told }) => told.at(-1));
}

describe('waiting for a backend and for a place', () => {
  it('is one line: the oldest are served, and past the queue’s bound the youngest are refused', () => {
    const { arrives, up } = placed(1, { maxPerBackend: 2, maxConnections: 20, queueMax: 5 });
    const clients = Array.from({ length: 25 }, () => arrives());
    expect(lastWords(clients)).toEqual([
      ...Array<string>(20).fill('queued for a backend'),
      ...Array<string>(5).fill('queued for a place'),
    ]);
    up(1);
    expect(lastWords(clients)).toEqual([
      ...Array<string>(2).fill('B1 round-robin'),
      ...Array<string>(5).fill('queued for a place'),
      ...Array<string>(18).fill('queue_full'),
    ]);
  });

  it('keeps the line when the backend goes and another comes', () => {
    const { placement, arrives, up, down } = placed(2, { maxPerBackend: 1 });
    up(1);
    const [a, b, c] = [arrives(), arrives(), arrives()];
    down(1);
    const d = arrives();
    expect(lastWords([b, c, d])).toEqual(Array(3).fill('queued for a backend'));
    placement.cancel(b, 0);
    up(2);
    expect(lastWords([a, c, d])).toEqual(['B1 round-robin', 'B2 round-robin', 'queued for a place']);
  });

  it('has the next one wait for a backend when one of those that do leaves', () => {
    const { placement, arrives } = placed(1, { maxConnections: 2, queueMax: 1 });
    const [a, b, c, d] = [arrives(), arrives(), arrives(), arrives()];
    expect(lastWords([a, b, c, d])).toEqual([
      'queued for a backend',
      'queued for a backend',
      'queued for a place',
      'queue_full',
    ]);
    placement.cancel(a, 0);
    expect(lastWords([b, c, arrives()])).toEqual([
      'queued for a backend',
      'queued for a backend',
      'queued for a place',
    ]);
  });

  it('serves nobody before those that were there when the operator enables a backend', () => {
    const { pool, placement, arrives, up } = placed(1, { maxConnections: 1 });
    const [b1] = pool.backends;
    if (b1 === undefined) throw new Error('one was asked for');
    pool.setAdmin(b1, 'maint');
    up(1);
    const [first, second] = [arrives(), arrives()];
    pool.setAdmin(b1, 'ready');
    placement.activeServersChanged(0);
    const third = arrives();
    expect(lastWords([first, second, third])).toEqual([
      'B1 round-robin',
      'queued for a place',
      'queued for a place',
    ]);
  });

  it('gives a client whose backend failed it the place that it had, and refuses the youngest instead', () => {
    const { placement, arrives, up } = placed(1, { maxPerBackend: 1, queueMax: 2 });
    up(1);
    const [a, b, c] = [arrives(), arrives(), arrives()];
    placement.dispatch(a, 0); // before the socket that failed is closed
    expect(lastWords([a, b, c])).toEqual(['queued for a place', 'queued for a place', 'queue_full']);
    if (a.backend !== undefined) placement.connectionClosed(a.backend, 0);
    expect(lastWords([a, b])).toEqual(['B1 round-robin', 'queued for a place']);
  });

  it('goes on when those that are called leave, fail or come back meanwhile', () => {
    const { placement, arrives, up } = placed(1, { maxPerBackend: 1 });
    const clients = Array.from({ length: 4 }, () => arrives());
    const [a, b, c, d] = clients;
    if (a === undefined || b === undefined || c === undefined || d === undefined) throw new Error('four');
    const gone = (request: DispatchRequest): void => {
      request.assigned = ({ backend }) => placement.connectionClosed(backend, 0);
    };
    gone(a);
    const routed = b.assigned.bind(b);
    b.assigned = (route, connection) => {
      placement.cancel(c, 0);
      routed(route, connection);
    };
    up(1);
    expect([b, c, d].map(({ told }) => told)).toEqual([
      ['queued for a backend', 'B1 round-robin'],
      ['queued for a backend'],
      ['queued for a backend', 'queued for a place'],
    ]);
  });
});
