import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DISCIPLINES, type Discipline } from '../../../lib/workload/discipline.js';
import { FleetBench } from './fleet-bench.js';
import { runs } from '../../helpers/effort.js';

interface Story {
  readonly slots: number;
  readonly steps: readonly (readonly [gap: number, step: Step])[];
}
type Step = { readonly work: number } | { readonly speed: number } | { readonly leaver: number };

const amount = fc.integer({ min: 1, max: 40 }).map((eighths) => eighths / 8);
const stories: fc.Arbitrary<Story> = fc.record({
  slots: fc.integer({ min: 1, max: 3 }),
  steps: fc.array(
    fc.tuple(
      fc.integer({ min: 0, max: 12 }).map((eighths) => eighths / 8),
      fc.oneof(
        { weight: 6, arbitrary: fc.record({ work: amount }) },
        { weight: 1, arbitrary: fc.record({ speed: fc.constantFrom(0, 0.25, 0.5, 1, 3) }) },
        { weight: 1, arbitrary: fc.record({ leaver: fc.nat(30) }) },
      ),
    ),
    { maxLength: 40 },
  ),
});

/** What became of a story on one backend, with the work done until the end of it by two ways of counting. */
function play(discipline: Discipline, { slots, steps }: Story) {
  const bench = new FleetBench(discipline, { slots });
  const admitted: string[] = [];
  const works = new Map<string, number>();
  let [speed, time, capacity, since] = [1, 0, 0, 0];
  /** The integral of speed × min(jobs, slots), brought up to now. Called before anything changes. */
  const pass = (present: number): void => {
    capacity += (bench.queue.now - since) * speed * Math.min(present, slots);
    since = bench.queue.now;
  };
  const happen = (step: Step): void => {
    if ('work' in step) {
      const name = `${admitted.length}`;
      admitted.push(name);
      works.set(name, step.work);
      bench.admit(name, step.work);
    } else if ('speed' in step) {
      speed = step.speed;
      bench.fleet.setSpeed(0, speed);
    } else {
      bench.take(`${step.leaver}`);
    }
  };
  for (const [gap, step] of steps) bench.at((time += gap), () => happen(step));
  bench.at(time, () => happen({ speed: 1 })); // so that all come to their end
  let before = bench.present.length;
  for (;;) {
    const oldSpeed = speed;
    if (!bench.step()) break;
    const changed = speed;
    speed = oldSpeed;
    pass(before);
    speed = changed;
    before = bench.present.length;
    expect(bench.fleet.present[0]).toBe(before);
  }
  return { bench, departures: bench.departures, admitted, works, capacity };
}

describe.each(DISCIPLINES)('%s', (discipline) => {
  test('every job that was let in leaves once, and none is left', () => {
    fc.assert(
      fc.property(stories, (story) => {
        const { bench, admitted, departures } = play(discipline, story);
        expect(departures.map(({ name }) => Number(name)).sort((a, b) => a - b)).toEqual(
          admitted.map(Number),
        );
        expect(bench.fleet.present[0]).toBe(0);
      }),
      { numRuns: runs(150) },
    );
  });

  test('work is conserved: what was done is the speed × min(jobs, slots), added up over time', () => {
    fc.assert(
      fc.property(stories, (story) => {
        const stayers = { ...story, steps: story.steps.filter(([, step]) => !('leaver' in step)) };
        const { works, capacity } = play(discipline, stayers);
        const done = [...works.values()].reduce((sum, work) => sum + work, 0);
        expect(Math.abs(done - capacity)).toBeLessThan(1e-9 * Math.max(1, done));
      }),
      { numRuns: runs(150) },
    );
  });

  test('times of departures never run back', () => {
    fc.assert(
      fc.property(stories, (story) => {
        const times = play(discipline, story).departures.map(({ at }) => at);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
      }),
      { numRuns: runs(100) },
    );
  });
});

test('with one slot FIFO lets jobs go in the order in which they came', () => {
  fc.assert(
    fc.property(stories, (story) => {
      const { departures } = play('fifo', { ...story, slots: 1 });
      const order = departures.filter(({ done }) => done).map(({ name }) => Number(name));
      expect(order).toEqual(order.toSorted((a, b) => a - b));
    }),
    { numRuns: runs(150) },
  );
});

test('as long as no more jobs are there than slots, processor sharing and FIFO are the same', () => {
  fc.assert(
    fc.property(stories, (story) => {
      const roomy = { ...story, slots: 40 };
      const [fifo, ps] = DISCIPLINES.map((discipline) => {
        const { departures } = play(discipline, roomy);
        return departures.toSorted((a, b) => Number(a.name) - Number(b.name));
      });
      expect(ps?.map(({ name, done }) => [name, done])).toEqual(fifo?.map(({ name, done }) => [name, done]));
      fifo?.forEach(({ at }, index) => expect(ps?.[index]?.at).toBeCloseTo(at, 9));
    }),
    { numRuns: runs(100) },
  );
});
