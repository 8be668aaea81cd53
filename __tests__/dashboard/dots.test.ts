import { describe, expect, it } from '@jest/globals';
import { Dots, FADE_MS, FALL_MS, TRAVEL_MS, type Dot } from '../../dashboard/scene/dots.js';
import type { ConnectionStep } from '../../dashboard/state/model.js';

const OPEN = {
  step: 'open',
  agoMs: 0,
  client: 'c',
  backend: 'B1',
  why: 'random',
  sticky: false,
  attempts: 1,
} as const;
const CLOSE = {
  step: 'close',
  agoMs: 0,
  client: 'c',
  backend: 'B1',
  durationMs: 1,
  bytesIn: 1,
  bytesOut: 1,
} as const;

function stages(
  steps: readonly [at: number, step: ConnectionStep][],
  times: readonly number[],
): (Dot['stage'] | undefined)[] {
  const dots = new Dots();
  const left = [...steps];
  return times.map((now) => {
    for (; left[0] !== undefined && left[0][0] <= now; left.shift()) dots.apply(left[0][1], left[0][0]);
    dots.advance(now);
    return dots.all[0]?.stage;
  });
}

describe('a dot of the scene', () => {
  it('travels, is docked, and fades when its connection ends in order', () => {
    const end = { ...CLOSE, end: 'client_closed' } as const;
    expect(
      stages(
        [
          [0, OPEN],
          [2000, end],
        ],
        [1, TRAVEL_MS + 1, 2000, 2001 + FADE_MS],
      ),
    ).toEqual(['travels', 'docked', 'fades', undefined]);
  });

  it('falls when its connection is reset', () => {
    const end = { ...CLOSE, end: 'backend_reset' } as const;
    expect(
      stages(
        [
          [0, OPEN],
          [1000, end],
        ],
        [999, 1000, 1001 + FALL_MS],
      ),
    ).toEqual(['docked', 'falls', undefined]);
  });

  it('is seen to arrive though its connection was over before', () => {
    const end = { ...CLOSE, end: 'backend_closed' } as const;
    expect(
      stages(
        [
          [0, OPEN],
          [5, end],
        ],
        [6, TRAVEL_MS + 1],
      ),
    ).toEqual(['travels', 'fades']);
  });

  it('is turned away at the balancer when it never had a backend', () => {
    const end = { ...CLOSE, backend: null, end: 'queue_full' } as const;
    expect(stages([[0, end]], [1, FALL_MS + 1])).toEqual(['refused', undefined]);
  });

  it('bounces off the backend that it had, and goes on to another', () => {
    const moved = { ...OPEN, step: 'moved', backend: 'B2', from: 'B1' } as const;
    expect(
      stages(
        [
          [0, OPEN],
          [1000, moved],
        ],
        [1001, 1950, 2600],
      ),
    ).toEqual(['bounces', 'travels', 'docked']);
  });

  it('gives way to newer ones when there are very many', () => {
    const dots = new Dots();
    for (let n = 0; n < 2000; n += 1) dots.apply({ ...OPEN, client: `c${n}` }, n);
    expect(dots.size).toBe(600);
    expect(dots.all[0]?.client).toBe('c1400');
  });
});
