import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { SimulationOptions } from '../../lib/simulator/plan/options.js';
import { loadAlgorithm } from '../../lib/load-algorithm.js';
import { planSimulation } from '../../lib/simulator/plan/plan.js';
import type { SimulationReport } from '../../lib/simulator/report/report.js';
import { runPlans, type RunnerOptions } from '../../lib/simulator/runner.js';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFile } from '../helpers/folder.js';
import { scenarioWith, inject } from './test-scenarios.js';

const onEnd = cleanup();

/** Threads need the built files, as users have them. */
const built = (await import(
  pathToFileURL(join(import.meta.dirname, '../../dist/simulator/runner.js')).href
)) as { runPlans: typeof runPlans };

const MANY: readonly SimulationOptions[] = [
  { backends: 3, requests: 2000, replications: 3 },
  { backends: [1, 2], algorithm: 'random', discipline: 'ps', requests: 1000, seed: 9 },
  { backends: 4, scenario: scenarioWith([inject(20, 'B1', 'crash')], { duration: 100 }), replications: 2 },
];

/** All that is found, but for what the clock of the wall says. */
async function found(run: typeof runPlans, runner: RunnerOptions): Promise<unknown[]> {
  const outcomes = await run(
    MANY.map((options) => planSimulation(options)),
    runner,
  );
  return outcomes.map(({ report, ...rest }) => ({ ...rest, report: untimed(report) }));
}

function untimed({ wallSeconds, eventsPerSecond, ...report }: SimulationReport): object {
  expect(wallSeconds).toBeGreaterThan(0);
  expect(eventsPerSecond).toBeGreaterThan(0);
  return report;
}

test('threads, however many, find what one finds without any', async () => {
  const alone = await found(runPlans, { threads: 0 });

  expect(alone.map((outcome) => (outcome as { report: SimulationReport }).report.events)).toEqual([
    12_000,
    2000,
    expect.any(Number),
  ]);
  for (const threads of [1, 2, 5]) expect(await found(built.runPlans, { threads })).toEqual(alone);
});

test('a replication is what a run of its seed alone is', async () => {
  const options = { backends: 2, load: 0.5, requests: 2000, warmup: 0.25 } as const;
  const [together] = await runPlans([planSimulation({ ...options, seed: 4, replications: 3 })], {
    threads: 0,
  });
  const alone = await runPlans(
    [4, 5, 6].map((seed) => planSimulation({ ...options, seed })),
    { threads: 0 },
  );

  expect(together?.precision.means).toEqual(alone.map(({ report }) => report.meanSojourn));
  expect(together?.report.seed).toBe(4);
});

test('progress grows from 0 to at most 1, over all runs together', async () => {
  const shares: number[] = [];
  const plans = [planSimulation({ requests: 140_000, replications: 2, algorithm: 'random' })];
  await built.runPlans(plans, { threads: 2, progress: (share) => shares.push(share) });

  expect(shares.length).toBeGreaterThanOrEqual(4);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(shares.every((share) => share > 0 && share <= 1)).toBe(true);
});

test('what goes wrong in a thread is told, and the threads end', async () => {
  const [plan] = [planSimulation({ requests: 10 })];
  const settings = { ...plan.settings, algorithm: 'nobody knows' };

  await expect(built.runPlans([{ ...plan, settings }], { threads: 1 })).rejects.toThrow(
    "unknown algorithm 'nobody knows'",
  );
});

test.each([-1, 1.5, NaN, Infinity])('%d threads are refused', async (threads) => {
  await expect(runPlans([planSimulation({ requests: 10 })], { threads })).rejects.toMatchObject({
    code: 'ERR_OPTION_INVALID',
    kind: 'usage',
    message: `threads ${threads} is out of range: use an integer from 0 up`,
  });
});

test('what is ended early has the plans that are whole, or else what there is of the first one', async () => {
  const plans = [1, 2].map((seed) => planSimulation({ requests: 2000, replications: 3, seed }));
  /** Ends when so many replications have been finished. */
  const endedAfter = async (finished: number): Promise<number[]> => {
    let asked = 0;
    // Without threads it is looked at once before each replication.
    const signal = {
      get aborted() {
        return asked++ >= finished;
      },
    } as AbortSignal;
    const outcomes = await runPlans(plans, { threads: 0, signal });
    return outcomes.map(({ report }) => report.replications);
  };
  expect(await endedAfter(2)).toEqual([2]);
  expect(await endedAfter(5)).toEqual([3]);
  expect(await endedAfter(6)).toEqual([3, 3]);
});

/** An algorithm that takes the first backend; the first scheduler of all threads never gets ready. */
const STUCK_ONCE = `
import { openSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
export default function stuckOnce() {
  const members = [];
  try {
    if (!isMainThread) {
      openSync(import.meta.filename + '.stuck', 'wx');
      for (;;);
    }
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  return {
    add: (member) => void members.push(member),
    remove() {}, loadChanged() {}, weightChanged() {},
    pick: () => ({ candidate: members[0], why: 'first' }),
  };
}
`;

test('what is ended early has all replications that are finished, though one before them is not', async () => {
  const algorithm = await loadAlgorithm(await temporaryFile(onEnd, 'stuck-once.mjs', STUCK_ONCE));
  // Of each replication progress is told once, shortly before its end.
  const options = { backends: 1, load: 0.5, requests: 70_000, warmup: 0.1 };
  const plan = planSimulation({ ...options, algorithm, replications: 8, seed: 5 });
  const interruption = new AbortController();
  const [outcome] = await built.runPlans([plan], {
    threads: 2,
    signal: interruption.signal,
    progress: (share) => {
      if (share > 0.6) interruption.abort();
    },
  });
  const { seeds = [], replications, seed, plannedReplications } = outcome?.report ?? {};

  expect(plannedReplications).toBe(8);
  expect(replications).toBeGreaterThanOrEqual(5);
  expect(seeds).toHaveLength(replications ?? NaN);
  expect(seed).toBe(seeds[0]);
  const upToLast = plan.seeds.filter((each) => each <= (seeds.at(-1) ?? 0));
  expect(upToLast.filter((each) => !seeds.includes(each))).toHaveLength(1);
  expect(seeds).toEqual(upToLast.filter((each) => seeds.includes(each)));
  const alone = await runPlans(
    seeds.map((each) => planSimulation({ ...options, algorithm: 'round-robin', seed: each })),
    { threads: 0 },
  );
  expect(outcome?.precision.means).toEqual(alone.map(({ report }) => report.meanSojourn));
});
