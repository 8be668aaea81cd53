import { beforeEach, expect, test } from '@jest/globals';
import { kindOf, subjectOf, TIMER } from '../../../lib/simulator/engine/event-kind.js';
import { EventQueue } from '../../../lib/simulator/engine/event-queue.js';
import { VirtualTimers } from '../../../lib/simulator/engine/timers.js';

let queue: EventQueue;
let timers: VirtualTimers;
/** What has been called, and when. */
let calls: string[];
/** For each event, its place and whether a timer fired. */
let events: [place: number, fired: boolean][];

beforeEach(() => {
  queue = new EventQueue();
  timers = new VirtualTimers(queue);
  calls = [];
  events = [];
});

const call = (name: string) => (): void => void calls.push(`${name} at ${queue.now}`);

function runAll(): void {
  while (queue.next()) {
    expect(kindOf(queue.code)).toBe(TIMER);
    const place = subjectOf(queue.code);
    events.push([place, timers.fire(place, queue.sequence)]);
  }
}

test('timers fire once, when their time has come, in the order of time', () => {
  timers.start(3, call('late'));
  timers.start(1, call('early'));
  timers.start(1, call('next'));
  runAll();

  expect(calls).toEqual(['early at 1', 'next at 1', 'late at 3']);
  expect(queue.next()).toBe(false);
});

test('a delay counts from the present, in an action too', () => {
  timers.start(2, () => timers.start(5, call('second')));
  runAll();

  expect(calls).toEqual(['second at 7']);
});

test('a timer that was cancelled does not fire, and its event counts for nothing', () => {
  const cancel = timers.start(1, call('cancelled'));
  timers.start(2, call('kept'));
  cancel();
  runAll();

  expect(calls).toEqual(['kept at 2']);
  expect(events.map(([, fired]) => fired)).toEqual([false, true]);
});

test('places are used again, also by a timer that is started in the action of the one before', () => {
  timers.start(1, () => timers.start(1, () => timers.start(1, call('third'))));
  timers.start(9, call('other'));
  runAll();

  expect(events).toEqual([
    [0, true],
    [0, true],
    [0, true],
    [1, true],
  ]);
  expect(calls).toEqual(['third at 3', 'other at 9']);
});

test('a place that was cancelled and used again fires for its new timer only', () => {
  timers.start(5, call('old'))();
  timers.start(5, call('new'));
  runAll();

  expect(calls).toEqual(['new at 5']);
  expect(events).toEqual([
    [0, false],
    [0, true],
  ]);
});

test('cancelling twice, or after the timer has fired, does no harm to who has the place now', () => {
  const cancel = timers.start(1, call('first'));
  const cancelled = timers.start(1, call('cancelled'));
  cancelled();
  runAll();
  timers.start(1, call('second'));
  timers.start(1, call('third'));
  cancel();
  cancelled();
  runAll();

  expect(calls).toEqual(['first at 1', 'second at 2', 'third at 2']);
});
