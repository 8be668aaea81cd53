import { describe, expect, test } from '@jest/globals';
import { ARRIVAL, eventCode, kindOf, subjectOf, TIMER } from '../../../lib/simulator/engine/event-kind.js';
import { EventQueue } from '../../../lib/simulator/engine/event-queue.js';
import { randomStreams } from '../../../lib/simulator/engine/random-streams.js';
import { planSimulation } from '../../../lib/simulator/plan/plan.js';
import type { SimulationOptions } from '../../../lib/simulator/plan/options.js';
import { arrivalRate, expectedTime, requestSource } from '../../../lib/simulator/workload/request-source.js';

function sourceOf(options: SimulationOptions) {
  const queue = new EventQueue();
  const { settings } = planSimulation(options);
  const source = requestSource(settings, queue, randomStreams(1, 1).arrivals);
  /** The next arrival. @returns when and of whom, or undefined if none is to come */
  const next = (): { readonly at: number; readonly client: number } | undefined => {
    while (queue.next()) {
      expect(kindOf(queue.code)).toBe(ARRIVAL);
      const client = source.arrived(subjectOf(queue.code), queue.sequence);
      if (client !== undefined) return { at: queue.now, client };
    }
    return undefined;
  };
  return { queue, source, next };
}

test('an open loop sets one arrival at a time, as many in all as there are requests, of nobody', () => {
  const { queue, source, next } = sourceOf({
    backends: 2,
    load: 0.5,
    arrivals: 'deterministic',
    requests: 3,
  });
  source.start();

  expect(queue.size).toBe(1);
  expect([next(), next(), next(), next()]).toEqual(
    [1, 2, 3].map((at) => ({ at, client: -1 })).concat(undefined as never),
  );
});

test('an open loop does not care what becomes of requests', () => {
  const { queue, source } = sourceOf({ requests: 10 });
  source.start();
  source.ended(-1);

  expect(queue.size).toBe(1);
});

describe('once the factor of arrivals is another', () => {
  /** An arrival each 2 from 2 on, four in all; the first has come. */
  const begun = () => {
    const all = sourceOf({ backends: 1, load: 0.5, arrivals: 'deterministic', requests: 4 });
    all.source.start();
    expect(all.next()?.at).toBe(2);
    /** The times of those that are still to come. */
    const rest = (): (number | undefined)[] => [1, 2, 3, 4].map(() => all.next()?.at);
    return { ...all, rest };
  };

  /** Time passes; no arrival is due meanwhile, so that what comes is the event of this, or one that was overtaken. */
  const passTo = ({ queue, source }: ReturnType<typeof sourceOf>, time: number): void => {
    const mark = queue.push(time, eventCode(TIMER, 0));
    while (queue.next() && queue.sequence !== mark)
      expect(source.arrived(subjectOf(queue.code), queue.sequence)).toBeUndefined();
  };

  test('so many times the arrivals come, the one that is pending sooner, too', () => {
    const { source, rest } = begun();
    source.setArrivals(4);

    expect(rest()).toEqual([2.5, 3, 3.5, undefined]);
  });

  test('what is left of the time to the pending one is longer when few come, and shorter when they come as before', () => {
    const all = begun();
    passTo(all, 3);
    all.source.setArrivals(0.01); // from 4 to 103
    passTo(all, 53);
    all.source.setArrivals(1); // half of that time is over: half of what was left at 3 is

    const [next = NaN, ...others] = all.rest();
    expect(next).toBeCloseTo(53.5, 9);
    expect(others).toEqual([next + 2, next + 4, undefined]);
  });

  test('and back at once, nothing has changed, and no arrival comes twice', () => {
    const { source, rest } = begun();
    source.setArrivals(0.5);
    source.setArrivals(4);
    source.setArrivals(1);

    expect(rest()).toEqual([4, 6, 8, undefined]);
  });

  test('after the last arrival no more come', () => {
    const { source, rest } = begun();
    rest();
    source.setArrivals(10);

    expect(rest()).toEqual([undefined, undefined, undefined, undefined]);
  });
});

test('in a closed loop each client has one request at a time, and asks again when it has ended', () => {
  const { queue, source, next } = sourceOf({ clients: 3, think: 0, requests: 5 });
  source.start();

  expect([next(), next(), next()]).toEqual([0, 1, 2].map((client) => ({ at: 0, client })));
  expect(next()).toBeUndefined();
  queue.push(7, eventCode(ARRIVAL, 0));
  queue.next();
  source.ended(1);
  expect(next()).toEqual({ at: 7, client: 1 });
  source.ended(2);
  expect(next()).toEqual({ at: 7, client: 2 });
  source.ended(0);
  expect(next()).toBeUndefined();
});

test('a closed loop with more clients than requests asks no more than these', () => {
  const { queue, source } = sourceOf({ clients: 10, requests: 4 });
  source.start();

  expect(queue.size).toBe(4);
});

test('clients think for an exponential time of the mean that was asked for', () => {
  const count = 20_000;
  const { source, next } = sourceOf({ clients: count, think: 3, requests: count });
  source.start();
  const times = Array.from({ length: count }, () => next()?.at ?? 0);
  const mean = times.reduce((sum, time) => sum + time, 0) / count;

  expect(Math.abs(mean / 3 - 1)).toBeLessThan(4 / Math.sqrt(count));
});

test('the rate of arrivals is the load times speeds × slots, by the service mean', () => {
  expect(arrivalRate({ speeds: [1, 1, 2], slots: 3, serviceMean: 2 }, 0.5)).toBe(3);
});

test('the time that requests are going to come is known roughly', () => {
  const timeOf = (options: SimulationOptions): number => expectedTime(planSimulation(options).settings);

  expect(timeOf({ backends: 4, load: 0.5, requests: 1000 })).toBe(500);
  expect(timeOf({ backends: 4, clients: 8, think: 3, requests: 1000 })).toBe(500);
  expect(timeOf({ backends: 4, clients: 100, think: 1, requests: 1000 })).toBe(250);
});

describe('connections of two requests in an open loop', () => {
  const sessions = (requests: number) =>
    sourceOf({
      ...{ backends: 1, load: 0.5, arrivals: 'deterministic', requests },
      requestsPerConnection: 2,
    });

  test('begin half as often as requests come, and have the next one once the first has ended', () => {
    const { source, next } = sessions(100);
    source.start();

    expect([next(), next()]).toEqual([
      { at: 4, client: 0 },
      { at: 8, client: 1 },
    ]);
    expect(source.ended(0)).toBe(true);
    expect(next()).toEqual({ at: 8, client: 0 });
    expect(source.ended(0)).toBe(false);
    // The number of the one that is over is used again.
    expect(next()).toEqual({ at: 12, client: 0 });
  });

  test('have no more requests in all than there are to be', () => {
    const { source, next } = sessions(4);
    source.start();

    expect(next()).toEqual({ at: 4, client: 0 });
    expect(source.ended(0)).toBe(true);
    expect(next()).toEqual({ at: 4, client: 0 });
    expect(source.ended(0)).toBe(false);
    expect(next()).toEqual({ at: 8, client: 0 });
    // The fourth is to begin another connection.
    expect(source.ended(0)).toBe(false);
    expect(next()).toEqual({ at: 12, client: 0 });
    expect(source.ended(0)).toBe(false);
    expect(next()).toBeUndefined();
  });
});

test('a client of a closed loop asks on whether or not its connection is over', () => {
  const { source, next } = sourceOf({ clients: 1, think: 0, requests: 5, requestsPerConnection: 2 });
  source.start();

  const kept = [1, 2, 3, 4, 5].map(() => next() && source.ended(0));
  expect(kept).toEqual([true, false, true, false, false]);
});
