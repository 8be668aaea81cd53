import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ClientCounts } from '../../lib/metrics/client-counts.js';

const sum = (counts: object): number => (Object.values(counts) as number[]).reduce((a, b) => a + b, 0);

describe('the clients of a balancer', () => {
  it('are accepted: those that are open and those that have ended', () => {
    const clients = new ClientCounts();
    clients.told({ worker: null, up: true, accepted: 5 });
    clients.connectionEnded('client_closed');
    clients.connectionEnded('drained');
    expect([clients.accepted, clients.open]).toEqual([5, 3]);
    expect(clients.ends).toMatchObject({ client_closed: 1, drained: 1, idle_timeout: 0 });
  });

  it('of a worker that is lost have ended with it, those too that it had not told of', () => {
    const clients = new ClientCounts();
    clients.told({ worker: 1, up: true, accepted: 5 });
    clients.told({ worker: 2, up: true, accepted: 1 });
    clients.connectionEnded('client_closed', 1);
    clients.workerLost(1, 6);
    expect([clients.accepted, clients.open, clients.openOf(1), clients.openOf(2)]).toEqual([8, 1, 0, 1]);
    expect(clients.ends).toMatchObject({ client_closed: 1, worker_lost: 6 });
  });

  it('never become fewer, and are always the sum, whatever is told late', () => {
    const worker = fc.integer({ min: 1, max: 3 });
    const step = fc.oneof(
      fc.record({ kind: fc.constant('told' as const), worker, n: fc.nat(20) }),
      fc.record({ kind: fc.constant('ended' as const), worker, n: fc.constant(0) }),
      fc.record({ kind: fc.constant('lost' as const), worker, n: fc.nat(5) }),
    );
    const property = fc.property(fc.array(step), (steps) => {
      const clients = new ClientCounts();
      let before = 0;
      for (const { kind, worker: id, n } of steps) {
        if (kind === 'told') clients.told({ worker: id, up: true, accepted: n });
        else if (kind === 'ended') clients.connectionEnded('client_closed', id);
        else clients.workerLost(id, n);
        expect(clients.accepted).toBeGreaterThanOrEqual(before);
        expect(sum(clients.ends)).toBe(clients.accepted - clients.open);
        before = clients.accepted;
      }
    });
    fc.assert(property);
  });
});
