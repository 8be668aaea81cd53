import { beforeEach, expect, test } from '@jest/globals';
import { batchMeans } from '../../../lib/simulator/measures/batches.js';
import { LatencyHistogram } from '../../../lib/latency/latency-histogram.js';
import { RequestRecorder } from '../../../lib/simulator/measures/request-recorder.js';
import { planSimulation } from '../../../lib/simulator/plan/plan.js';
import { JobsByHand } from './jobs-by-hand.js';

let run: JobsByHand<RequestRecorder>;

/** Jobs of two backends with one slot each. */
function begin(requests: number, warmup = 0): void {
  const { settings } = planSimulation({ backends: 2, requests, warmup });
  run = new JobsByHand(
    settings,
    (deps) => new RequestRecorder(settings, deps),
    (recorder, job, backend) => recorder.admit(job, backend),
  );
}

beforeEach(() => begin(4));

/** A run of four requests by hand: each stays at its backend for some time, some of them together. */
function play(): void {
  const first = run.arrive(0);
  run.passTo(1);
  const second = run.arrive(0);
  run.passTo(3);
  run.complete(first); // took 3
  const third = run.arrive(1);
  run.passTo(4);
  const fourth = run.arrive(1); // the last one: from 0 to 4 is what counts
  run.passTo(6);
  run.complete(second); // took 5
  run.fail(third, 'timeout'); // after 3
  run.passTo(9);
  run.complete(fourth); // took 5
}

test('what becomes of requests is counted, and how long it took', () => {
  play();
  const { requests, completed, failures, histogram, meanSojourn } = run.recorder.figures();

  expect([requests, completed, run.recorder.ended]).toEqual([4, 3, 4]);
  expect(failures).toMatchObject({ no_backend: 0, queue_full: 0, lost: 0, error: 0, timeout: 1 });
  expect(meanSojourn).toBeCloseTo((3 + 5 + 5) / 3, 12);
  expect(new LatencyHistogram(histogram)).toMatchObject({ count: 3, max: 5 });
});

test('queues and utilisation are means from the first arrival to the last, by hand', () => {
  play();
  const { meanQueue, perBackend } = run.recorder.figures();

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
  const { area, sojourns } = run.recorder.figures().little;

  expect([area, sojourns]).toEqual([3 + 5 + 3 + 5, 3 + 5 + 3 + 5]);
});

test('requests of the warm-up, and the time until the first that counts, count for nothing but the totals', () => {
  begin(4, 0.5);
  play();
  const { completed, meanSojourn, meanQueue, perBackend, little } = run.recorder.figures();

  // From 3, when the third comes, to 4: the second is still there.
  expect([completed, meanSojourn, meanQueue]).toEqual([3, 5, 2]);
  expect(perBackend).toEqual([
    { picked: 0, completed: 0, meanQueue: 1, utilisation: 1 },
    { picked: 2, completed: 1, meanQueue: 1, utilisation: 1 },
  ]);
  expect(little.area).toBe(16);
});

test('batches are consecutive parts of the run, which can be put together', () => {
  begin(60);
  for (let request = 0; request < 60; request++) {
    const job = run.arrive(0);
    run.passTo(run.queue.now + request + 1);
    run.complete(job);
  }
  const { batches } = run.recorder.figures();

  expect([...batches.counts]).toEqual(Array.from({ length: 60 }, () => 1));
  expect(batchMeans(batches, 0, 30)).toEqual(Array.from({ length: 30 }, (_, batch) => 2 * batch + 1.5));
});

test('a batch without answers has no mean', () => {
  begin(3);
  for (let request = 0; request < 3; request++) {
    const job = run.arrive(0);
    run.passTo(run.queue.now + 2);
    if (request === 1) run.fail(job, 'error');
    else run.complete(job);
  }

  expect(batchMeans(run.recorder.figures().batches, 0, 3)).toEqual([2, NaN, 2]);
});

test('without any answer there are no times to tell, and no NaN', () => {
  begin(1);
  const job = run.arrive(0);
  run.fail(job, 'lost');

  expect(run.recorder.figures()).toMatchObject({
    completed: 0,
    meanSojourn: 0,
    meanQueue: 0,
  });
});
