import { expect, test } from '@jest/globals';
import { eventCode, ARRIVAL, kindOf, subjectOf } from '../../../lib/simulator/engine/event-kind.js';
import { EventQueue } from '../../../lib/simulator/engine/event-queue.js';
import { randomStreams } from '../../../lib/simulator/engine/random-streams.js';
import { planSimulation } from '../../../lib/simulator/plan.js';
import type { SimulationOptions } from '../../../lib/simulator/options.js';
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

test('so many times the arrivals come once the factor is another', () => {
  const { source, next } = sourceOf({ backends: 1, load: 0.5, arrivals: 'deterministic', requests: 4 });
  source.start();
  const first = next();
  source.setArrivals(4);

  // The second was set before the change.
  expect([first, next(), next(), next()].map((arrival) => arrival?.at)).toEqual([2, 4, 4.5, 5]);
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
