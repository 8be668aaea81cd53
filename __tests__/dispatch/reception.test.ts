import { describe, expect, it } from '@jest/globals';
import { ArrivalRate } from '../../lib/dispatch/arrival-rate.js';
import { placed, WaitingRequest, type Placed } from './placed.js';

/** Backends that are up, and newcomers. */
function receiving(backends: number, options: Parameters<typeof placed>[1] = {}): Receiving {
  const all = placed(backends, options);
  all.up(...Array.from({ length: backends }, (_, n) => n + 1));
  let now = 0;
  return {
    ...all,
    comes: (stickyKey) => {
      const request = new WaitingRequest(stickyKey, '192.0.2.7');
      all.reception.dispatch(request, ++now);
      return request;
    },
  };
}

interface Receiving extends Placed {
  readonly comes: (stickyKey?: string) => WaitingRequest;
}

const HELD = 'queued for a operator';
const last = ({ told }: WaitingRequest): string | undefined => told.at(-1);

describe('newcomers that the operator holds back', () => {
  it('wait whatever backend could take them; a step lets the first go, a release all, in order', () => {
    const { reception, comes } = receiving(2);
    expect(last(comes())).toBe('B1 round-robin');
    reception.hold(0);
    const [a, b, c, d] = [comes(), comes(), comes(), comes()];
    expect([a, b, c, d].map(last)).toEqual([HELD, HELD, HELD, HELD]);
    expect(reception.firstHeld).toBe(a);
    expect(reception.step(0)).toBe(true);
    expect([a, b, c, d].map(last)).toEqual(['B2 round-robin', HELD, HELD, HELD]);
    expect(reception.release(0)).toBe(3);
    expect([b, c, d].map(last)).toEqual(['B1 round-robin', 'B2 round-robin', 'B1 round-robin']);
    expect(reception.heldCount).toBe(0);
    expect(last(comes())).toBe('B2 round-robin');
  });

  it('wait also when they stick to a backend', () => {
    const { reception, router, pool, comes } = receiving(2, { sessions: { max: 10, ttlMs: 1000 } });
    router.established('x', pool.registry.named('B2'), new Set(), 0);
    reception.hold(0);
    const x = comes('x');
    expect(last(x)).toBe(HELD);
    reception.step(0);
    expect(last(x)).toBe('B2 sticky');
  });

  it('are no clients whose backend failed: those seek another at once', () => {
    const { reception, pool, placement, comes } = receiving(2);
    const a = comes();
    reception.hold(0);
    const b = comes();
    const again = new WaitingRequest();
    again.ticket = a.ticket;
    again.tried.add(pool.registry.named('B1'));
    placement.connectionClosed(pool.registry.named('B1'), 0);
    reception.dispatch(again, 0);
    expect([again, b].map(last)).toEqual(['B2 round-robin', HELD]);
  });

  it('are those that waited already, too; what a step lets go waits for what it lacks', () => {
    const { reception, pool, placement, comes } = receiving(1, { maxPerBackend: 1 });
    comes();
    const [a, b] = [comes(), comes()];
    expect([a, b].map(last)).toEqual(['queued for a place', 'queued for a place']);
    reception.hold(0);
    expect([a, b].map(last)).toEqual([HELD, HELD]);
    placement.connectionClosed(pool.registry.named('B1'), 0);
    expect([a, b].map(last)).toEqual([HELD, HELD]);
    reception.step(0);
    reception.step(0);
    expect([a, b].map(last)).toEqual(['B1 round-robin', 'queued for a place']);
    placement.connectionClosed(pool.registry.named('B1'), 0);
    expect(last(b)).toBe('B1 round-robin');
  });

  it('wait for a backend once they are let go while none is active', () => {
    const { reception, comes, down, up } = receiving(1);
    down(1);
    const a = comes();
    reception.hold(0);
    const b = comes();
    up(1);
    expect([a, b].map(last)).toEqual([HELD, HELD]);
    down(1);
    reception.release(0);
    expect([a, b].map(last)).toEqual(['queued for a backend', 'queued for a backend']);
    up(1);
    expect([a, b].map(last)).toEqual(['B1 round-robin', 'B1 round-robin']);
  });

  it('count with those that wait for a place: past the bound of the queue they are refused', () => {
    const { reception, comes } = receiving(1, { maxPerBackend: 1, queueMax: 3 });
    comes();
    reception.hold(0);
    const [a, b] = [comes(), comes()];
    reception.step(0);
    const [c, d] = [comes(), comes()];
    expect([a, b, c, d].map(last)).toEqual(['queued for a place', HELD, HELD, 'queue_full']);
    reception.cancel(b, 0);
    expect(last(comes())).toBe(HELD);
  });

  it('leave: the place of one that is gone is free, and it is not let go', () => {
    const { reception, comes } = receiving(1);
    reception.hold(0);
    const [a, b] = [comes(), comes()];
    reception.cancel(a, 0);
    expect(reception.heldCount).toBe(1);
    reception.step(0);
    expect([a, b].map(last)).toEqual([HELD, 'B1 round-robin']);
    expect(reception.step(0)).toBe(false);
  });

  it('are counted by the rate limit when they come, and not again when they are let go', () => {
    const { reception, comes } = receiving(1, { rateLimit: 1 });
    reception.hold(0);
    const [a, b, c] = [comes(), comes(), comes()];
    expect([a, b, c].map(last)).toEqual([HELD, HELD, 'rate_limited']);
    reception.release(0);
    expect([a, b].map(last)).toEqual(['B1 round-robin', 'B1 round-robin']);
  });

  it('that come while others are let go are let go after those', () => {
    const { reception, comes } = receiving(2);
    reception.hold(0);
    const [a, b] = [comes(), comes()];
    const late: WaitingRequest[] = [];
    const assigned = a.assigned.bind(a);
    a.assigned = (route, connection) => {
      assigned(route, connection);
      late.push(comes());
    };
    expect(reception.release(0)).toBe(3);
    expect([a, b, ...late].map(last)).toEqual(['B1 round-robin', 'B2 round-robin', 'B1 round-robin']);
  });
});

describe('the rate of arrivals', () => {
  it('is that of the last second, and falls to nothing within two', () => {
    const rate = new ArrivalRate();
    expect(rate.perSecond(0)).toBe(0);
    for (let now = 0; now < 1000; now += 2) rate.add(now);
    expect(rate.perSecond(999)).toBe(500);
    expect(rate.perSecond(1500)).toBe(250);
    for (let now = 1500; now < 2000; now += 2) rate.add(now);
    expect(rate.perSecond(1999)).toBeCloseTo(250, -1);
    expect(rate.perSecond(4000)).toBe(0);
  });

  it('counts clients that needed no place to be found, and those that come again only once', () => {
    const { reception, placement, comes } = receiving(1);
    const a = comes();
    comes();
    reception.arrived(2);
    expect(reception.arrivalsPerSecond(2)).toBe(3);
    reception.dispatch(a, 3);
    expect(reception.arrivalsPerSecond(3)).toBe(3);
    expect(placement.waiting).toBe(0);
  });
});
