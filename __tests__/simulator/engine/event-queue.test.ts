import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { EventQueue } from '../../../lib/simulator/engine/event-queue.js';

/** Takes out all that is left: `time:code`, in order. */
function drain(queue: EventQueue): string[] {
  const events: string[] = [];
  while (queue.next()) events.push(`${queue.now}:${queue.code}`);
  return events;
}

test('events come in the order of time, whatever the order in which they were put in', () => {
  const queue = new EventQueue();
  for (const time of [5, 1, 4, 2, 3]) queue.push(time, time * 10);

  expect(drain(queue)).toEqual(['1:10', '2:20', '3:30', '4:40', '5:50']);
});

test('of events at the same time, the one that was put in first comes first', () => {
  const queue = new EventQueue();
  for (let code = 0; code < 50; code++) queue.push(7, code);

  expect(drain(queue)).toEqual(Array.from({ length: 50 }, (_, code) => `7:${code}`));
});

test('what is put in for the present comes after what was there for it already', () => {
  const queue = new EventQueue();
  queue.push(1, 1);
  queue.push(1, 2);
  queue.next();
  queue.push(queue.now, 3);

  expect(drain(queue)).toEqual(['1:2', '1:3']);
});

test('each event has a number, which grows from 1 and is told when it comes', () => {
  const queue = new EventQueue();
  const numbers = [queue.push(2, 0), queue.push(1, 0), queue.push(3, 0)];
  const told: number[] = [];
  while (queue.next()) told.push(queue.sequence);

  expect(numbers).toEqual([1, 2, 3]);
  expect(told).toEqual([2, 1, 3]);
});

test('an empty queue has nothing to come, and the present stays', () => {
  const queue = new EventQueue();
  queue.push(4, 9);

  expect([queue.size, queue.next(), queue.size, queue.next()]).toEqual([1, true, 0, false]);
  expect([queue.now, queue.code]).toEqual([4, 9]);
});

test('the queue grows past its first capacity and forgets nothing', () => {
  const queue = new EventQueue();
  const count = 5000;
  // 7919 has no factor in common with 5000: every time comes once, in no order.
  for (let each = 0; each < count; each++) queue.push((each * 7919) % count, each);

  expect(queue.size).toBe(count);
  for (let time = 0; time < count; time++) {
    queue.next();
    expect([queue.now, (queue.code * 7919) % count]).toEqual([time, time]);
  }
  expect(queue.next()).toBe(false);
});

test('whatever is put in and taken out in between, the order is that of a sorted array', () => {
  const step = fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const queue = new EventQueue();
      const model: { time: number; sequence: number; code: number }[] = [];
      const next = (): void => {
        model.sort((a, b) => a.time - b.time || a.sequence - b.sequence);
        const expected = model.shift();
        expect(queue.next()).toBe(expected !== undefined);
        if (expected === undefined) return;
        const { now: time, sequence, code } = queue;
        expect({ time, sequence, code }).toEqual(expected);
      };
      for (const [code, delay] of steps.entries()) {
        if (delay === undefined) next();
        else {
          const time = queue.now + delay / 4;
          model.push({ time, sequence: queue.push(time, code), code });
        }
      }
      while (model.length > 0) next();
      next();
    }),
    { numRuns: 200 },
  );
});
