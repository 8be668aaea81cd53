import { beforeEach, expect, test } from '@jest/globals';
import { EventQueue } from '../../../lib/simulator/engine/event-queue.js';
import { FifoFleet } from '../../../lib/simulator/backends/fifo-fleet.js';
import { JobTable } from '../../../lib/simulator/backends/job-table.js';
import { LatencyHistogram } from '../../../lib/simulator/measures/latency-histogram.js';
import { RequestRecorder } from '../../../lib/simulator/measures/request-recorder.js';
import { planSimulation } from '../../../lib/simulator/plan/plan.js';

let queue: EventQueue;
let jobs: JobTable;
let fleet: FifoFleet;
let recorder: RequestRecorder;

/** A recorder of two backends with one slot each. */
function begin(requests: number, warmup = 0): void {
  queue = new EventQueue();
  jobs = new JobTable();
  const { settings } = planSimulation({ backends: 2, requests, warmup });
  fleet = new FifoFleet(settings, jobs, queue);
  recorder = new RequestRecorder(settings, { jobs, fleet, queue });
}

beforeEach(() => begin(4));

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
  recorder.admit(job, backend);
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

/** A run of four requests by hand: each stays at its backend for some time, some of them together. */
function play(): void {
  const first = arrive(0);
  passTo(1);
  const second = arrive(0);
  passTo(3);
  complete(first); // took 3
  const third = arrive(1);
  passTo(4);
  const fourth = arrive(1); // the last one: from 0 to 4 is what counts
  passTo(6);
  complete(second); // took 5
  leave(third);
  recorder.fail(third, 'timeout'); // after 3
  passTo(9);
  complete(fourth); // took 5
}

test('what becomes of requests is counted, and how long it took', () => {
  play();
  const { requests, completed, failures, histogram, meanSojourn } = recorder.figures();

  expect([requests, completed, recorder.ended]).toEqual([4, 3, 4]);
  expect(failures).toMatchObject({ no_backend: 0, queue_full: 0, lost: 0, error: 0, timeout: 1 });
  expect(meanSojourn).toBeCloseTo((3 + 5 + 5) / 3, 12);
  expect(new LatencyHistogram(histogram)).toMatchObject({ count: 3, max: 5 });
});

test('queues and utilisation are means from the first arrival to the last, by hand', () => {
  play();
  const { meanQueue, perBackend } = recorder.figures();

  // Requests under way: one from 0 to 1, two from 1 to 4.
  expect(meanQueue).toBeCloseTo((1 + 2 * 3) / 4, 12);
  expect(perBackend).toEqual([
    // One until 1, two until 3, one until 4; working all the time.
    { picked: 2, completed: 2, meanQueue: (1 + 4 + 1) / 4, utilisation: 1 },
    // One from 3 to 4.
    { picked: 2, completed: 1, meanQueue: 1 / 4, utilisation: 1 / 4 },
  ]);
});

test("Little's two ways of counting meet when nothing is under way", () => {
  play();
  const { area, sojourns } = recorder.figures().little;

  expect([area, sojourns]).toEqual([3 + 5 + 3 + 5, 3 + 5 + 3 + 5]);
});

test('requests of the warm-up, and the time until the first that counts, count for nothing but the totals', () => {
  begin(4, 0.5);
  play();
  const { completed, meanSojourn, meanQueue, perBackend, little } = recorder.figures();

  // From 3, when the third comes, to 4: the second is still there.
  expect([completed, meanSojourn, meanQueue]).toEqual([3, 5, 2]);
  expect(perBackend).toEqual([
    { picked: 0, completed: 0, meanQueue: 1, utilisation: 1 },
    { picked: 2, completed: 1, meanQueue: 1, utilisation: 1 },
  ]);
  expect(little.area).toBe(16);
});

test('batches are consecutive parts of the run, each with its own mean', () => {
  begin(60);
  for (let request = 0; request < 60; request++) {
    const job = arrive(0);
    passTo(queue.now + request + 1);
    complete(job);
  }

  expect(recorder.figures().batchMeans).toEqual(Array.from({ length: 30 }, (_, batch) => 2 * batch + 1.5));
});

test('batches without answers are left out', () => {
  begin(3);
  for (let request = 0; request < 3; request++) {
    const job = arrive(0);
    passTo(queue.now + 2);
    if (request === 1) {
      leave(job);
      recorder.fail(job, 'error');
    } else complete(job);
  }

  expect(recorder.figures().batchMeans).toEqual([2, 2]);
});

test('without any answer there are no times to tell, and no NaN', () => {
  begin(1);
  const job = arrive(0);
  leave(job);
  recorder.fail(job, 'lost');

  expect(recorder.figures()).toMatchObject({ completed: 0, meanSojourn: 0, batchMeans: [], meanQueue: 0 });
});
