import { beforeEach, describe, expect, test } from '@jest/globals';
import { FifoFleet } from '../../../lib/simulator/backends/fifo-fleet.js';
import { JobTable } from '../../../lib/simulator/backends/job-table.js';
import { EventQueue } from '../../../lib/simulator/engine/event-queue.js';
import { RunRecorder } from '../../../lib/simulator/measures/run-recorder.js';
import { planSimulation } from '../../../lib/simulator/plan/plan.js';
import type { RequestFailure } from '../../../lib/simulator/report/run-result.js';

/** When the story begins, unless a test says otherwise. */
const ORIGIN = 10;

let queue: EventQueue;
let jobs: JobTable;
let fleet: FifoFleet;
let recorder: RunRecorder;

/** A recorder of two backends with one slot each, from now on, in intervals of 2. */
function begin({ origin = ORIGIN, bins = 4 } = {}): void {
  queue = new EventQueue();
  jobs = new JobTable();
  // Eight requests, one each unit of time: four intervals, if there are any.
  const { settings } = planSimulation({ backends: 2, load: 0.5, requests: 8, warmup: 0, bins });
  fleet = new FifoFleet(settings, jobs, queue);
  recorder = new RunRecorder(settings, { jobs, fleet, queue }, origin);
  passTo(ORIGIN);
}

beforeEach(() => begin());

/** Whatever the fleet has to say of completions is passed over: here jobs stay for as long as the test says. */
function passTo(time: number): void {
  queue.push(time, 0);
  while (queue.now < time) queue.next();
}

/** A request comes to the backend now. */
function arrive(backend: number): number {
  const job = jobs.take();
  jobs.request[job] = recorder.arrive();
  jobs.arrivedAt[job] = queue.now;
  recorder.pick(job, backend);
  fleet.admit(backend, job);
  return job;
}

function leave(job: number): void {
  fleet.leave(job);
  recorder.left(jobs.backend[job] ?? 0);
}

function complete(job: number): void {
  leave(job);
  recorder.complete(job);
  jobs.free(job);
}

function fail(job: number, reason: RequestFailure): void {
  leave(job);
  recorder.fail(job, reason);
  jobs.free(job);
}

/** Two requests at B1, one after the other, of which one fails at B2. */
function play(): void {
  const first = arrive(0);
  passTo(11);
  const second = arrive(0);
  const third = arrive(1);
  recorder.flip({ balancer: 0, backend: 'B2', up: false });
  passTo(13);
  complete(first); // took 3
  fail(third, 'lost');
  passTo(15);
  recorder.flip({ balancer: 0, backend: 'B2', up: true });
  complete(second); // took 4
}

describe('what is taken down', () => {
  test('are requests, numbered from 0, and how many have ended', () => {
    const [first, second] = [arrive(0), arrive(1)];

    expect([jobs.request[first], jobs.request[second], recorder.ended]).toEqual([0, 1, 0]);
    complete(second);
    expect(recorder.ended).toBe(1);
    fail(first, 'timeout');
    expect(recorder.ended).toBe(2);
  });

  test('are the figures, for which it does not matter when the story began', () => {
    play();

    expect(recorder.result()).toMatchObject({
      ...{ completed: 2, meanSojourn: 3.5, little: { area: 9, sojourns: 9 } },
      failures: { no_backend: 0, queue_full: 0, lost: 1, error: 0, timeout: 0 },
      perBackend: [
        { picked: 2, completed: 2 },
        { picked: 1, completed: 0 },
      ],
    });
  });

  test('are flips and the end, by the time of the story', () => {
    play();
    const { flips, endedAt } = recorder.result();

    expect(endedAt).toBe(5);
    expect(flips).toEqual([
      { at: 1, balancer: 0, backend: 'B2', up: false },
      { at: 5, balancer: 0, backend: 'B2', up: true },
    ]);
  });

  test('is the course, by the time of the story, too', () => {
    play();

    // B1 has one from 0 to 1, two until 3, one until 5; B2 has one from 1 to 3.
    expect(recorder.result().course).toEqual({
      step: 2,
      queues: [
        [(1 + 2) / 2, (2 + 1) / 2, 1 / 2],
        [1 / 2, 1 / 2, 0],
      ],
      completed: [0, 1, 1],
      failed: [0, 1, 0],
      sojourns: [0, 3, 4],
    });
  });

  test('is no course when none was asked for', () => {
    begin({ bins: 0 });
    play();

    expect(recorder.result()).not.toHaveProperty('course');
  });
});

describe('the trace', () => {
  /** The fingerprint of what happens, from the beginning. */
  const hashOf = (happen: () => void, origin = ORIGIN): string => {
    begin({ origin });
    happen();
    return recorder.result().traceHash;
  };
  const flip = (backend: string, up: boolean): void => recorder.flip({ balancer: 0, backend, up });

  test('is the same when the same happens', () => {
    expect(hashOf(play)).toBe(hashOf(play));
  });

  test('goes by the clock, whenever the story began', () => {
    expect(hashOf(play, 3)).toBe(hashOf(play));
  });

  test('is another with all that happens, wherever, whenever and in whatever order it does', () => {
    const hashes = [
      () => undefined,
      () => arrive(0),
      () => arrive(1),
      () => [arrive(0), arrive(1)],
      () => [arrive(1), arrive(0)],
      () => (passTo(12), arrive(0)),
      () => leave(arrive(0)),
      () => leave(arrive(1)),
      () => fail(arrive(0), 'error'),
      () => flip('B1', true),
      () => flip('B1', false),
      () => flip('B2', true),
      () => flip('B2', false),
    ].map((happen) => hashOf(happen));

    expect(new Set(hashes).size).toBe(hashes.length);
  });
});
