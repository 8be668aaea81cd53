import { describe, expect, it } from '@jest/globals';
import { FRESH_MS, LIFE_MS } from '../../../lib/cluster/beat-times.js';
import type { Backend } from '../../../lib/routing/backend.js';
import { BackendPool } from '../../../lib/routing/backend-pool.js';
import { Router } from '../../../lib/routing/router.js';
import { EventQueue } from '../../../lib/simulator/engine/event-queue.js';
import type { SimulationOptions } from '../../../lib/simulator/plan/options.js';
import { planSimulation } from '../../../lib/simulator/plan/plan.js';
import type { RunResult } from '../../../lib/simulator/report/run-result.js';
import { runReplications } from '../../../lib/simulator/runner.js';
import { Simulation } from '../../../lib/simulator/simulation.js';
import { spyOn } from '../spy-on.js';
import { scenarioWith } from '../test-scenarios.js';

const UNENDING = { backends: 4, balancers: 3, algorithm: 'least-connections' } as const;
const LAB = { ...UNENDING, requests: 2000 } as const;

/** What a balancer knew of the others' connections to a backend when it gave it a client, and what they had. */
interface Knowledge {
  readonly at: number;
  readonly known: number;
  /** The fewest and most that they had together, each at some time from the lag ago until now. */
  readonly least: number;
  readonly most: number;
}

function run(options: SimulationOptions): Promise<RunResult> {
  return new Simulation(planSimulation(options).settings, 1).runShared();
}

/** Plays it, and holds against the counts that each balancer had what the others knew of them. */
async function knowledgeIn(options: SimulationOptions, lag: number): Promise<Knowledge[]> {
  const counts = new Map<BackendPool, Map<number, { at: number; count: number }[]>>();
  const found: Knowledge[] = [];
  let now = 0;
  const counted = (pool: BackendPool, { index, ownConnections: count }: Backend): void => {
    const ofPool = counts.get(pool) ?? new Map<number, { at: number; count: number }[]>();
    counts.set(pool, ofPool);
    ofPool.set(index, [...(ofPool.get(index) ?? []), { at: now, count }]);
  };
  const rangeOf = (pool: BackendPool, index: number): { least: number; most: number } => {
    const all = counts.get(pool)?.get(index) ?? [];
    const first = all.findLastIndex(({ at }) => at < now - lag);
    const window = all.slice(Math.max(0, first)).map(({ count }) => count);
    if (first < 0) window.push(0);
    return { least: Math.min(...window), most: Math.max(...window) };
  };
  const ends = [
    spyOn(EventQueue.prototype, 'next', (queue) => void (now = queue.now)),
    spyOn(BackendPool.prototype, 'opened', (pool, [backend]) => {
      const others = [...counts.keys()].filter((other) => other !== pool);
      const ranges = others.map((other) => rangeOf(other, backend.index));
      found.push({
        at: now,
        known: backend.remoteConnections,
        least: ranges.reduce((sum, { least }) => sum + least, 0),
        most: ranges.reduce((sum, { most }) => sum + most, 0),
      });
      counted(pool, backend);
    }),
    spyOn(BackendPool.prototype, 'closed', (pool, [backend]) => counted(pool, backend)),
  ];
  try {
    await run(options);
  } finally {
    for (const end of ends) end();
  }
  return found;
}

const wrong = ({ known, least, most }: Knowledge): boolean => known < least || known > most;

describe('balancers that share', () => {
  it('know each of the connections of the others at once without a lag', async () => {
    const known = await knowledgeIn({ ...LAB, shareLag: 0 }, 0);
    expect(known.length).toBeGreaterThan(1000);
    expect(known.filter(wrong)).toEqual([]);
    expect(known.some((each) => each.known > 0)).toBe(true);
  });

  it.each([0.5, 5])('know nothing that is older than the lag: %d', async (lag) => {
    const known = await knowledgeIn({ ...LAB, shareLag: lag }, lag);
    expect(known.length).toBeGreaterThan(1000);
    expect(known.filter(wrong)).toEqual([]);
    // And it does take time: with what they have now alone, most of them are wrong.
    expect((await knowledgeIn({ ...LAB, shareLag: lag }, 0)).filter(wrong).length).toBeGreaterThan(100);
  });

  it('go on with their own connections while the store is away, and share again when it is back', async () => {
    const events = [
      { at: 100, store: 'away' as const },
      { at: 300, store: 'back' as const },
    ];
    const lag = 1;
    const scenario = scenarioWith(events, { duration: 500 });
    const known = await knowledgeIn({ ...UNENDING, shareLag: lag, scenario }, lag);
    const between = (from: number, to: number): Knowledge[] =>
      known.filter(({ at }) => at >= from && at < to);
    const knowing = (some: readonly Knowledge[]): boolean => some.some((each) => each.known > 0);
    // The story begins up to an interval after the balancers; they try again every ten seconds of theirs at the latest.
    const [interval, retry] = [5, (11_000 / FRESH_MS) * lag];
    expect(knowing(between(20, 100))).toBe(true);
    expect(knowing(between(100 + interval + (LIFE_MS / FRESH_MS) * lag, 300))).toBe(false);
    expect(knowing(between(300 + interval + retry, 500))).toBe(true);
    expect(between(300 + interval + retry, 500).filter(wrong)).toEqual([]);
  });

  it.each([0, 1])('give a client the same backend by a shared SESSION_MAP: lag %d', async (shareLag) => {
    const backends = new Map<string | undefined, Set<string>>();
    const end = spyOn(Router.prototype, 'established', (_, [key, { name }]) => {
      backends.set(key, (backends.get(key) ?? new Set()).add(name));
    });
    await run({ ...LAB, keys: 60, sticky: true, shareLag, load: 0.3 }).finally(end);
    expect(backends.size).toBe(60);
    // A client whose first requests come to two balancers at once may see two.
    const several = [...backends.values()].filter(({ size }) => size > 1);
    expect(several.length).toBeLessThan(shareLag === 0 ? 1 : 6);
  });

  it('find the same with the same seed', async () => {
    const plan = planSimulation({ ...LAB, shareLag: 0.5, keys: 50, sticky: true, replications: 2 });
    const hashes = async (): Promise<string[]> => {
      const [results = []] = await runReplications([plan], { threads: 0 });
      return results.map(({ traceHash }) => traceHash);
    };
    const first = await hashes();
    expect(new Set(first).size).toBe(2);
    expect(await hashes()).toEqual(first);
  });

  it('are as they were before where they share nothing', async () => {
    const alone = await run(LAB);
    const shared = await run({ ...LAB, shareLag: 0.5 });
    expect((await run({ ...LAB, shareLag: Infinity })).traceHash).toBe(alone.traceHash);
    expect(shared.traceHash).not.toBe(alone.traceHash);
  });
});
