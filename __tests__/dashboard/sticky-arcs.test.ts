import { describe, expect, it } from '@jest/globals';
import { Dots, TRAVEL_MS } from '../../dashboard/scene/dots.js';
import { sessionsText } from '../../dashboard/scene/session-text.js';
import { litArcs } from '../../dashboard/scene/sticky-arcs.js';

const OPEN = { step: 'open', agoMs: 0, why: 'sticky', attempts: 1 } as const;

describe('the arc to a backend', () => {
  it('is lit by a client that sticks to it, less and less until it has arrived', () => {
    const dots = new Dots();
    dots.apply({ ...OPEN, client: 'a', backend: 'B1', sticky: true }, 0);
    dots.apply({ ...OPEN, client: 'b', backend: 'B2', sticky: false }, 0);
    expect([...litArcs(dots.all, 0)]).toEqual([['B1', 1]]);
    expect([...litArcs(dots.all, TRAVEL_MS / 2)]).toEqual([['B1', 0.5]]);
    expect([...litArcs(dots.all, TRAVEL_MS)]).toEqual([]);
  });

  it('is as bright as the client that came last has it', () => {
    const dots = new Dots();
    for (const [client, at] of Object.entries({ a: 0, b: TRAVEL_MS / 2, c: TRAVEL_MS / 4 }))
      dots.apply({ ...OPEN, client, backend: 'B1', sticky: true }, at);
    expect(litArcs(dots.all, TRAVEL_MS / 2).get('B1')).toBe(1);
  });
});

describe('how full SESSION_MAP is', () => {
  it.each([
    [118, 100_000, '118 of 100k'],
    [0, 1, '0 of 1'],
    [99_999, 10_000_000, '99999 of 10M'],
    [1_234_567, 10_000_000, '1.2M of 10M'],
  ])('%i of %i is %s', (size, max, text) => {
    expect(sessionsText({ size, max })).toBe(text);
  });
});
