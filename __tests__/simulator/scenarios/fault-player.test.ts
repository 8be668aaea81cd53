import { beforeEach, describe, expect, test } from '@jest/globals';
import { Conditions } from '../../../lib/simulator/backends/conditions.js';
import type { Fleet } from '../../../lib/simulator/backends/fleet.js';
import { createBalancers } from '../../../lib/simulator/balancer/balancers.js';
import type { VirtualBalancer } from '../../../lib/simulator/balancer/virtual-balancer.js';
import { subjectOf } from '../../../lib/simulator/engine/event-kind.js';
import { EventQueue } from '../../../lib/simulator/engine/event-queue.js';
import { randomStreams } from '../../../lib/simulator/engine/random-streams.js';
import { VirtualTimers } from '../../../lib/simulator/engine/timers.js';
import { FaultPlayer } from '../../../lib/simulator/scenarios/fault-player.js';
import type { DispatchPort } from '../../../lib/dispatch/dispatch-port.js';
import { planSimulation } from '../../../lib/simulator/plan/plan.js';
import type { ScenarioEvent } from '../../../lib/simulator/scenarios/scenario.js';
import { scenarioWith, inject } from '../test-scenarios.js';

const SPEEDS = [1, 2];

let conditions: Conditions;
let balancers: readonly VirtualBalancer[];
/** What the fleet and the rest were told, and when. */
/** No job seeks a backend here. */
const NOBODY = {} as DispatchPort<number>;
let told: string[];
/** The speeds that backends were given: when, which, how much. */
let speeds: [at: number, backend: number, speed: number][];

/** Lets the events happen, and all that follows. */
function play(...events: ScenarioEvent[]): void {
  const queue = new EventQueue();
  const timers = new VirtualTimers(queue);
  const { settings } = planSimulation({ backends: SPEEDS, balancers: 2 });
  conditions = new Conditions(2);
  balancers = createBalancers(
    settings,
    { queue, timers, conditions, streams: randomStreams(1, 2), port: NOBODY },
    { flipped: () => undefined, activeChanged: () => undefined },
  );
  const fleet: Fleet = {
    present: new Int32Array(2),
    admit: () => true,
    complete: () => -1,
    leave: () => undefined,
    setSpeed: (backend, speed) => void speeds.push([queue.now, backend, speed]),
  };
  const player = new FaultPlayer({
    ...{ speeds: SPEEDS, fleet, conditions, balancers, timers },
    loseJobs: (backend) => void told.push(`${queue.now}: the jobs of ${backend} are lost`),
    setArrivals: (factor) => void told.push(`${queue.now}: arrivals times ${factor}`),
    setStore: (change) => void told.push(`${queue.now}: the store is ${change}`),
  });
  player.start(scenarioWith(events), (name) => Number(name.slice(1)) - 1);
  while (queue.next()) timers.fire(subjectOf(queue.code), queue.sequence);
}

beforeEach(() => {
  told = [];
  speeds = [];
});

const enabled = (): boolean[][] =>
  balancers.map(({ dispatcher }) => dispatcher.pool.backends.map(({ admin }) => admin === 'ready'));

test('a slow backend is so many times slower than it was made, however slow it is already', () => {
  const slow = (at: number, factor: number): ScenarioEvent => ({
    at,
    backend: 'B2',
    fault: { kind: 'slow', factor },
  });
  play(slow(3, 4), slow(5, 10));

  expect(speeds).toEqual([
    [3, 1, 0.5],
    [5, 1, 0.2],
  ]);
  expect(conditions.of(1)).toBe('well');
});

test('one that fails fast is as fast as ever', () => {
  play(inject(3, 'B1', 'fail-fast'));

  expect([conditions.of(0), conditions.of(1), speeds]).toEqual(['failing', 'well', []]);
});

test('a black hole is silent and stands still', () => {
  play(inject(3, 'B1', 'black-hole'));

  expect([conditions.of(0), speeds]).toEqual(['silent', [[3, 0, 0]]]);
});

test('a crash refuses, and loses what there was', () => {
  play(inject(3, 'B2', 'crash'));

  expect([conditions.of(1), told]).toEqual(['refusing', ['3: the jobs of 1 are lost']]);
});

test.each(['slow', 'fail-fast', 'black-hole', 'crash'] as const)(
  'what was %s is well when it is healed, as it was made',
  (kind) => {
    const fault = kind === 'slow' ? { kind, factor: 3 } : { kind };
    play({ at: 3, backend: 'B2', fault }, inject(4, 'B2', 'heal'));

    expect(conditions.of(1)).toBe('well');
    expect(speeds.at(-1)).toEqual([4, 1, 2]);
  },
);

test('arrivals are told by their factor', () => {
  play({ at: 3, arrivals: 2.5 }, { at: 8, arrivals: 1 });

  expect(told).toEqual(['3: arrivals times 2.5', '8: arrivals times 1']);
});

test('the operator takes a backend out of every balancer, and puts it back', () => {
  play(inject(3, 'B2', 'remove'));
  expect(enabled()).toEqual([
    [true, false],
    [true, false],
  ]);
  play(inject(3, 'B2', 'remove'), inject(4, 'B2', 'add'));
  expect(enabled()).toEqual([
    [true, true],
    [true, true],
  ]);
  expect([conditions.of(1), told, speeds]).toEqual(['well', [], []]);
});

describe('a cold start', () => {
  const cold: ScenarioEvent = { at: 10, backend: 'B2', fault: { kind: 'cold-start', factor: 4, warmup: 40 } };

  test('begins so many times slower, and is as fast as it was made after the warm-up, in twenty even steps', () => {
    play(cold);

    expect(speeds).toHaveLength(21);
    speeds.forEach(([at, backend, speed], step) => {
      expect([at, backend]).toEqual([10 + 2 * step, 1]);
      expect(speed).toBeCloseTo(0.5 + (1.5 * step) / 20, 12);
    });
    expect(speeds.at(-1)?.[2]).toBe(2);
  });

  test('makes well what was crashed', () => {
    play(inject(3, 'B2', 'crash'), cold);

    expect(conditions.of(1)).toBe('well');
  });

  test('is over when another speed is set, and begins anew when it strikes again', () => {
    play(cold, inject(15, 'B2', 'heal'));
    expect(speeds.map(([at]) => at)).toEqual([10, 12, 14, 15]);

    speeds = [];
    play(cold, { ...cold, at: 13 });
    expect(speeds.slice(0, 4).map(([at]) => at)).toEqual([10, 12, 13, 15]);
    expect(speeds.at(-1)).toEqual([53, 1, 2]);
  });

  test.each(['remove', 'add', 'fail-fast'] as const)(
    'goes on under the fault %s, which is not about speed',
    (kind) => {
      play(cold, inject(15, 'B2', kind));

      expect(speeds.at(-1)).toEqual([50, 1, 2]);
    },
  );
});

test('the store goes and comes back', () => {
  play({ at: 3, store: 'away' }, { at: 8, store: 'back' });

  expect(told).toEqual(['3: the store is away', '8: the store is back']);
});
