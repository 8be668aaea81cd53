import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { courseOf, placeAt } from '../../dashboard/player/course.js';
import { outagesOf } from '../../dashboard/player/outages.js';
import { readPlaybacks } from '../../dashboard/player/recording.js';
import { Run } from '../../dashboard/player/run.js';
import { nextSpeed, SPEEDS, usualSpeed } from '../../dashboard/player/speeds.js';
import { planSimulation } from '../../lib/simulator/plan/plan.js';
import { encodePlaybacks } from '../../lib/simulator/playback/encode.js';
import type { Playback } from '../../lib/simulator/playback/playback.js';
import { Simulation } from '../../lib/simulator/simulation.js';
import type { SimulationOptions } from '../../lib/simulator/plan/options.js';
import { clockwork, inject } from '../simulator/test-scenarios.js';

function playbackOf(options: SimulationOptions, dots = 1000): Playback {
  const { playback } = new Simulation(planSimulation(options).settings, 1, dots).run();
  if (playback === undefined) throw new TypeError('nothing was recorded');
  return playback;
}

describe('a run that is played', () => {
  let playback: Playback;
  let run: Run;
  beforeAll(() => {
    playback = playbackOf({ backends: 3, requests: 300, algorithm: 'power-of-two', seed: 3 });
  });
  beforeEach(() => {
    run = new Run(playback);
  });

  /** Requests that are at the backends at that time. */
  const openAt = (time: number): number =>
    playback.requests.filter(
      ([, , openedAt, endedAt]) => openedAt >= 0 && openedAt <= time && !(endedAt >= 0 && endedAt <= time),
    ).length;

  it('stands still until it is to play, and at the end', () => {
    run.advance(5000);
    expect([run.now, run.clock, run.isPlaying.value]).toEqual([0, 0, false]);
    run.toggle();
    run.advance(1000);
    expect(run.now).toBeCloseTo(1000 * run.speed.value);
    run.advance(1e9);
    expect([run.now, run.isPlaying.value]).toEqual([playback.end, false]);
    run.toggle();
    expect([run.now, run.isPlaying.value]).toEqual([0, true]);
  });

  it('has at each time what was there, played to or sought', () => {
    const sought = new Run(playback);
    run.speed.value = 10;
    run.toggle();
    for (let step = 0; step < 50; step += 1) {
      run.advance(37);
      sought.seek(run.now);
      expect(run.lanes.viewAt(run.now).openConnections).toBe(openAt(run.now));
      expect(sought.lanes.viewAt(run.now)).toEqual(run.lanes.viewAt(run.now));
    }
    expect(openAt(run.now)).toBeGreaterThan(0);
    sought.seek(0);
    expect(sought.lanes.viewAt(0).openConnections).toBe(openAt(0));
  });

  it('goes from pick to pick, and shows why each was made', () => {
    run.step();
    run.step();
    const [, second] = playback.picks;
    expect(run.now).toBe(second?.[0]);
    expect(run.isPlaying.value).toBe(false);
    const shown = run.shownPick.value;
    expect(shown).toMatchObject({ id: 2, says: second?.[5], why: 'power-of-two' });
    expect(shown?.considered.filter(({ drawn }) => drawn)).toHaveLength(2);
    expect(shown?.considered.filter(({ chosen }) => chosen).map(({ backend }) => backend)).toEqual([
      shown?.backend,
    ]);
    expect([...run.dots.all].map(({ stage }) => stage)).toContain('travels');
    run.chooseOfLane('B9');
    expect(run.chosenPick.value).toBeUndefined();
    expect(run.choose(({ id }) => id === 1)).toBe(true);
    expect(run.shownPick.value?.id).toBe(1);
    run.step();
    expect(run.shownPick.value?.id).toBe(3);
  });

  it('knows the last picks after it was sought, too', () => {
    run.seek(playback.end / 2);
    expect(run.picks.value).toHaveLength(50);
    expect(run.picks.value.every(({ at }) => Number(at) <= playback.end / 2)).toBe(true);
  });
});

describe('what a page carries', () => {
  it('is read back as it was', async () => {
    const playbacks = ['maglev', 'bounded-load'].map((algorithm) =>
      playbackOf({ algorithm: algorithm as 'maglev', keys: 20, backends: 3, requests: 100 }),
    );
    const { text = '' } = encodePlaybacks(playbacks, Infinity) ?? {};
    expect(await readPlaybacks(text)).toEqual(playbacks);
    const [run] = playbacks.map((playback) => new Run(playback));
    run?.step();
    expect(run?.shownPick.value).toMatchObject({
      key: expect.stringMatching(/^client-/),
      hash: expect.any(String),
    });
  });

  it('shows a request that bounced off a backend that refused it, and one that found none', () => {
    const run = new Run(playbackOf(clockwork([1, 1], [inject(10.5, 'B1', 'crash')])));
    const stages = new Set<string>();
    run.speed.value = 1;
    run.toggle();
    for (let step = 0; step < 300; step += 1) {
      run.advance(50);
      for (const { stage, from } of run.dots.all) stages.add(stage === 'bounces' ? `off ${from}` : stage);
    }
    expect([...stages].sort()).toEqual(['docked', 'fades', 'off B1', 'travels']);
    const down = new Run(
      playbackOf(clockwork([1], [inject(10.5, 'B1', 'crash')], { waitTimeout: 2, requestTimeout: 4 })),
    );
    down.toggle();
    const refused: string[] = [];
    for (let step = 0; step < 500; step += 1) {
      down.advance(50);
      for (const { stage, client } of down.dots.all) if (stage === 'refused') refused.push(client);
    }
    expect(new Set(refused).size).toBeGreaterThan(5);
  });
});

it('tells when a backend was not up', () => {
  const playback = playbackOf(
    clockwork([1, 1], [inject(10.5, 'B1', 'crash'), inject(20.5, 'B1', 'heal')], { interval: 1 }),
  );
  const [outage, ...others] = outagesOf(playback);
  expect(others).toEqual([]);
  expect(outage).toMatchObject({ lane: 'B1', state: 'down' });
  expect(Math.abs((outage?.from ?? 0) - 10_500)).toBeLessThan(1500);
  expect(Math.abs((outage?.to ?? 0) - 20_500)).toBeLessThan(1500);
});

it('steps are in the order of time, and found by it', () => {
  const course = courseOf(playbackOf({ backends: 2, requests: 50 }));
  const times = course.map(({ at }) => at);
  expect(times).toEqual([...times].sort((one, other) => one - other));
  expect(course.filter(({ step }) => step === 'pick')).toHaveLength(50);
  for (const time of [-1, 0, times[30] ?? 0, Infinity])
    expect(placeAt(course, time)).toBe(times.filter((at) => at <= time).length);
});

it('plays first as fast as one can follow, in real time or slower where times are in milliseconds', () => {
  const slow = playbackOf({ backends: 2, requests: 500, load: 0.5 });
  const fast = playbackOf({ backends: 100, requests: 500, load: 0.9, serviceMean: '1ms' });
  expect([usualSpeed(slow), usualSpeed(fast)]).toEqual([20, 0.0005]);
  expect(nextSpeed(1, 1)).toBe(2);
  expect(nextSpeed(SPEEDS[0] ?? 0, -1)).toBe(SPEEDS[0]);
  expect(new Run(fast).units.time(2500)).toBe('2.5 ms');
});
