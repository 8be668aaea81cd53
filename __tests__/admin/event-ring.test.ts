import { describe, expect, it } from '@jest/globals';
import { EventRing } from '../../lib/admin/event-ring.js';

function filled(count: number, message = 'm'): EventRing {
  const ring = new EventRing();
  for (let n = 1; n <= count; n += 1) ring.add({ level: 'info', event: `e${n}`, message, fields: { n } });
  return ring;
}

describe('a ring of events', () => {
  it('numbers events from 1 up, and gives out those after a number', () => {
    const ring = filled(3);
    expect(ring.lastId).toBe(3);
    expect(ring.after(1).map(({ id, event }) => [id, event])).toEqual([
      [2, 'e2'],
      [3, 'e3'],
    ]);
    expect(ring.after(3)).toEqual([]);
    expect(ring.after(99)).toEqual([]);
    expect(JSON.parse(ring.after(2)[0]?.data ?? '')).toEqual({
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as unknown,
      ...{ level: 'info', message: 'm', n: 3 },
    });
  });

  it.each([20_001, 35_000])('keeps the last 10,000 of %d', (count) => {
    const kept = filled(count).after(0);
    expect(kept).toHaveLength(10_000);
    expect(kept[0]?.id).toBe(count - 9999);
    expect(kept.at(-1)?.id).toBe(count);
  });

  it('keeps 8 Mi characters at most', () => {
    const kept = filled(20, 'x'.repeat(2 ** 20)).after(0);
    expect(kept.length).toBe(7);
    expect(kept.at(-1)?.id).toBe(20);
  });

  it('keeps 8 Mi characters of fields at most, whether they are nested or not', () => {
    const ring = new EventRing();
    const part = 'x'.repeat(2 ** 19);
    for (let n = 0; n < 20; n += 1)
      ring.add({
        level: 'info',
        event: 'e',
        message: '',
        fields: { a: part, b: n % 2 === 0 ? part : [part] },
      });
    expect(ring.after(0)).toHaveLength(7);
  });

  it('has an event as it was, whatever becomes of what it names', () => {
    const ring = new EventRing();
    const before = Date.now();
    const activeServers = ['B1'];
    ring.add({ level: 'warn', event: 'failover', message: 'm', fields: { backend: 'B2', activeServers } });
    ring.add({ level: 'info', event: 'operated', message: 'm', fields: { value: undefined, target: null } });
    activeServers.pop();
    const [failover, operated] = ring.after(0).map(({ data }) => JSON.parse(data) as { timestamp: string });
    expect(failover).toMatchObject({ level: 'warn', message: 'm', backend: 'B2', activeServers: ['B1'] });
    expect(Object.keys(operated ?? {})).toEqual(['timestamp', 'level', 'message', 'target']);
    const at = Date.parse(failover?.timestamp ?? '');
    expect(at).toBeGreaterThanOrEqual(before);
    expect(at).toBeLessThanOrEqual(Date.now());
    expect(ring.after(0)[0]?.data).toBe(ring.after(0)[0]?.data);
  });

  it('keeps 1,000 at level DEBUG beside the others', () => {
    const ring = filled(3);
    for (let n = 0; n < 20_000; n += 1) ring.add({ level: 'debug', event: 'probe', message: 'm' });
    ring.add({ level: 'info', event: 'last', message: 'm' });
    const kept = ring.after(0);
    expect(kept.slice(0, 4).map(({ id }) => id)).toEqual([1, 2, 3, 19_004]);
    expect([kept.length, kept.at(-1)?.event, ring.gapAfter(0)]).toEqual([1004, 'last', undefined]);
    expect(ring.after(20_002).map(({ id }) => id)).toEqual([20_003, 20_004]);
  });

  it('tells subscribers until they have enough', () => {
    const ring = new EventRing();
    const seen: number[] = [];
    const stop = ring.subscribe(({ id }) => seen.push(id));
    ring.add({ level: 'info', event: 'a', message: '' });
    stop();
    ring.add({ level: 'info', event: 'b', message: '' });
    expect(seen).toEqual([1]);
  });
});
