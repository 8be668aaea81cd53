import { describe, expect, it } from '@jest/globals';
import type { SimulationOptions } from '../../../lib/simulator/plan/options.js';
import { planSimulation } from '../../../lib/simulator/plan/plan.js';
import type { Playback } from '../../../lib/simulator/playback/playback.js';
import { Simulation } from '../../../lib/simulator/simulation.js';
import { clockwork, inject } from '../test-scenarios.js';

function playbackOf(options: SimulationOptions, dots = 1000): Playback {
  const { playback } = new Simulation(planSimulation(options).settings, 1, dots).run();
  if (playback === undefined) throw new TypeError('nothing was recorded');
  return playback;
}

describe('what is recorded of a run', () => {
  it('is each request with its pick, and why it was made', () => {
    const { requests, picks, oneOf, end } = playbackOf(clockwork([1, 1], []));
    expect(oneOf).toBe(1);
    expect(requests.slice(0, 2).map(([request, backend, , , how]) => [request, backend, how])).toEqual([
      [0, 0, 'answered'],
      [1, 1, 'answered'],
    ]);
    const [, , openedAt = 0, endedAt = 0] = requests[0] ?? [];
    expect(endedAt - openedAt).toBe(1000); // it took a mean service time
    expect(end).toBeGreaterThan(29_000);
    const [at, request, key, backend, why, says, considered] = picks[0] ?? [];
    expect([at, request, key, backend, why]).toEqual([openedAt, 0, null, 0, 'round-robin']);
    expect(says).toContain('B1');
    expect(considered).toEqual([
      [0, 0, 1, expect.any(Number), 'c'],
      [1, 0, 1, expect.any(Number), ''],
    ]);
  });

  it('is every pick of a request that a backend refused, and the state of that backend', () => {
    const { requests, picks, frames } = playbackOf(
      clockwork([1, 1], [inject(10.5, 'B1', 'crash')], { requestTimeout: 5 }),
    );
    const refused = requests.find(([request]) => picks.filter(([, each]) => each === request).length > 1);
    expect(refused?.[1]).toBe(1);
    expect(picks.filter(([, request]) => request === refused?.[0]).map(([, , , backend]) => backend)).toEqual(
      [0, 1],
    );
    const after = picks.filter(([, request]) => request === refused?.[0]).at(-1)?.[6];
    expect(after).toContainEqual([0, expect.stringMatching(/tried|down/)]);
    expect(frames.states[0]?.at(0)).toBe('up');
    expect(frames.states[0]?.at(-2)).toBe('down');
  });

  it('is those that were drawn, and the hash of the client', () => {
    const drawn = playbackOf({ algorithm: 'power-of-two', backends: 5, requests: 50 }).picks;
    for (const [, , , , , , considered] of drawn)
      expect(considered.filter(({ 4: marks }) => String(marks).includes('d')).length).toBeGreaterThan(0);
    const hashed = playbackOf({ algorithm: 'maglev', keys: 5, backends: 3, requests: 50 }).picks;
    for (const [, , key, , , , , , hash] of hashed) {
      expect(key).toMatch(/^client-\d-[0-9a-f]{8}$/);
      expect(hash).toMatch(/^0x[0-9a-f]{8}$/);
    }
  });

  it('counts all requests in its intervals, though few of them are dots', () => {
    const { requests, oneOf, frames, end } = playbackOf({ backends: 3, requests: 9000 }, 100);
    expect(oneOf).toBe(90);
    expect(requests.filter(([, , , , how]) => how !== 'open').length).toBeLessThanOrEqual(100);
    const picked = frames.picked.flat().reduce((sum, count) => sum + count, 0);
    expect(picked).toBeGreaterThanOrEqual(9000);
    const times = requests.map(([, , openedAt]) => openedAt);
    for (let part = 0; part < 4; part += 1) {
      const inPart = times.filter((at) => at >= (part * end) / 4 && at < ((part + 1) * end) / 4).length;
      expect(inPart).toBeGreaterThan(15);
      expect(inPart).toBeLessThan(35);
    }
  });

  it('records fewer requests where there are very many backends to look at', () => {
    const few = playbackOf({ backends: 20_000, requests: 3000, load: 0.1, algorithm: 'random' }, 20_000);
    expect(few.requests.length).toBeLessThanOrEqual(1000);
    expect(few.lanes.map(({ name }) => name)).toEqual([
      ...Array.from({ length: 11 }, (_, index) => `B${index + 1}`),
      '19989 others',
    ]);
    expect(few.frames.open.at(-1)?.some((count) => count > 100)).toBe(true);
  });
});
