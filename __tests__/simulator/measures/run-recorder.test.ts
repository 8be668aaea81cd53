import { beforeEach, describe, expect, test } from '@jest/globals';
import { RunRecorder } from '../../../lib/simulator/measures/run-recorder.js';
import { planSimulation } from '../../../lib/simulator/plan/plan.js';
import { JobsByHand } from './jobs-by-hand.js';

/** When the story begins, unless a test says otherwise. */
const ORIGIN = 10;

let run: JobsByHand<RunRecorder>;

/** Jobs of two backends with one slot each, from now on, in intervals of 2. */
function begin({ origin = ORIGIN, bins = 4 } = {}): void {
  // Eight requests, one each unit of time: four intervals, if there are any.
  const { settings } = planSimulation({ backends: 2, load: 0.5, requests: 8, warmup: 0, bins });
  run = new JobsByHand(
    settings,
    (deps) => new RunRecorder(settings, deps, origin),
    (recorder, job, backend) => recorder.pick(job, backend),
  );
  run.passTo(ORIGIN);
}

beforeEach(() => begin());

/** Two requests at B1, one after the other, of which one fails at B2. */
function play(): void {
  const first = run.arrive(0);
  run.passTo(11);
  const second = run.arrive(0);
  const third = run.arrive(1);
  run.recorder.flip({ balancer: 0, backend: 'B2', up: false });
  run.passTo(13);
  run.complete(first); // took 3
  run.fail(third, 'lost');
  run.passTo(15);
  run.recorder.flip({ balancer: 0, backend: 'B2', up: true });
  run.complete(second); // took 4
}

describe('what is taken down', () => {
  test('are requests, numbered from 0, and how many have ended', () => {
    const [first, second] = [run.arrive(0), run.arrive(1)];

    expect([run.jobs.request[first], run.jobs.request[second], run.recorder.ended]).toEqual([0, 1, 0]);
    run.complete(second);
    expect(run.recorder.ended).toBe(1);
    run.fail(first, 'timeout');
    expect(run.recorder.ended).toBe(2);
  });

  test('are the figures, for which it does not matter when the story began', () => {
    play();

    expect(run.recorder.result()).toMatchObject({
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
    const { flips, endedAt } = run.recorder.result();

    expect(endedAt).toBe(5);
    expect(flips).toEqual([
      { at: 1, balancer: 0, backend: 'B2', up: false },
      { at: 5, balancer: 0, backend: 'B2', up: true },
    ]);
  });

  test('is the course, by the time of the story, too', () => {
    play();

    // B1 has one from 0 to 1, two until 3, one until 5; B2 has one from 1 to 3.
    expect(run.recorder.result().course).toEqual({
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

    expect(run.recorder.result()).not.toHaveProperty('course');
  });
});

describe('the trace', () => {
  /** The fingerprint of what happens, from the beginning. */
  const hashOf = (happen: () => void, origin = ORIGIN): string => {
    begin({ origin });
    happen();
    return run.recorder.result().traceHash;
  };
  const flip = (backend: string, up: boolean): void => run.recorder.flip({ balancer: 0, backend, up });

  test('is the same when the same happens', () => {
    expect(hashOf(play)).toBe(hashOf(play));
  });

  test('goes by the clock, whenever the story began', () => {
    expect(hashOf(play, 3)).toBe(hashOf(play));
  });

  test('is another with all that happens, wherever, whenever and in whatever order it does', () => {
    const hashes = [
      () => undefined,
      () => run.arrive(0),
      () => run.arrive(1),
      () => [run.arrive(0), run.arrive(1)],
      () => [run.arrive(1), run.arrive(0)],
      () => (run.passTo(12), run.arrive(0)),
      () => run.leave(run.arrive(0)),
      () => run.leave(run.arrive(1)),
      () => run.fail(run.arrive(0), 'error'),
      () => flip('B1', true),
      () => flip('B1', false),
      () => flip('B2', true),
      () => flip('B2', false),
    ].map((happen) => hashOf(happen));

    expect(new Set(hashes).size).toBe(hashes.length);
  });
});
