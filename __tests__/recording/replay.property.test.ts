import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Backend } from '../../lib/routing/backend.js';
import type { Entry } from '../../lib/routing/journal.js';
import { recordingLine } from '../../lib/recording/format.js';
import { ALGORITHMS } from '../../lib/schedulers/index.js';
import { replay } from '../../lib/recording/replay.js';
import { backendsOf, recordedBrain, type RecordedBrain } from './recorded.js';
import { runs } from '../helpers/effort.js';

const BACKENDS = 5;

const step = fc.record({
  action: fc.constantFrom(
    'up',
    'up',
    'down',
    'ready',
    'drain',
    'maint',
    'open',
    'open',
    'open',
    'open',
    'open',
    'close',
    'answer',
    'add',
    'remove',
    'weight',
    'limit',
    'algorithm',
    'remote',
    'learn',
  ),
  who: fc.nat({ max: BACKENDS - 1 }),
  key: fc.constantFrom(undefined, '1', '2', '3'),
  tried: fc.subarray([0, 1, 2, 3, 4], { maxLength: 3 }),
  later: fc.double({ min: 0, max: 30, noNaN: true }),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const settings = fc.record({
  weights: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: BACKENDS, maxLength: BACKENDS }),
  backups: fc.nat({ max: 2 }),
  limits: fc.record(
    {
      maxPerBackend: fc.integer({ min: 1, max: 3 }),
      slowStartMs: fc.constantFrom(50, 500),
      sessions: fc.record({ max: fc.constantFrom(1, 2, 10), ttlMs: fc.constant(100) }),
    },
    { requiredKeys: [] },
  ),
  seed: fc.integer(),
});

const history = fc.array(step, { minLength: 30, maxLength: 100, size: 'max' });

/** Lives through the steps with a brain that is recorded. */
function live(brain: RecordedBrain, steps: readonly Step[]): void {
  const { pool } = brain;
  const open: Backend[] = [];
  let now = 0;
  for (const backend of pool.backends) pool.setHealthy(backend, true);
  for (const { action, who, key, tried, later } of steps) {
    const backend = pool.backends[who];
    if (backend === undefined) continue;
    now += later;
    if (action === 'up') {
      const wasDown = !backend.healthy;
      pool.setHealthy(backend, true);
      if (wasDown) pool.cameBack(backend, now);
    } else if (action === 'down') pool.setHealthy(backend, false);
    else if (action === 'ready' || action === 'drain' || action === 'maint') pool.setAdmin(backend, action);
    else if (action === 'remove') pool.remove(backend);
    else if (action === 'add') pool.add({ host: 'y', port: pool.registry.slots + 1, weight: 1 + who });
    else if (action === 'weight') pool.setWeight(backend, 1 + tried.length);
    else if (action === 'limit')
      pool.setLimit(who === 0 ? undefined : backend, tried.length === 0 ? Infinity : tried.length);
    else if (action === 'algorithm')
      brain.setAlgorithm(ALGORITHMS[who + tried.length] ?? 'auto', { choices: 1 + who }, who);
    else if (action === 'remote') pool.setRemote(backend, tried.length);
    else if (action === 'learn') brain.router.learn(key ?? '4', backend, now);
    else if (action === 'answer') pool.answered(backend, later, now);
    else if (action === 'close') {
      for (const closed of open.splice(who, 1)) {
        pool.closed(closed);
        brain.router.released(key, closed, now);
      }
    } else
      connect(brain, open, new Set(pool.backends.filter(({ index }) => tried.includes(index))), key, now);
  }
}

function connect(
  { pool, router }: RecordedBrain,
  open: Backend[],
  tried: ReadonlySet<Backend>,
  key: string | undefined,
  now: number,
): void {
  pool.advance(now);
  const route = router.route(key, tried, now);
  if (route === undefined) return;
  pool.opened(route.backend);
  open.push(route.backend);
  router.established(key, route.backend, tried, now);
}

/** The recording with one pick changed to another backend, and its line from 1 up; undefined when it has no pick. */
function tampered(lines: readonly string[]): { readonly lines: string[]; readonly line: number } | undefined {
  for (const [index, text] of lines.entries()) {
    const entry = JSON.parse(text) as Entry;
    if (entry[0] !== 'route' || entry[4] === null) continue;
    const [name, now, key, tried, backend, why] = entry;
    const changed = recordingLine([name, now, key, tried, (backend + 1) % BACKENDS, why]);
    return { lines: lines.with(index, changed), line: index + 1 };
  }
  return undefined;
}

describe('a replay', () => {
  it.each(ALGORITHMS)('picks the same through any history: %s', async (algorithm) => {
    let picks = 0;
    const property = fc.asyncProperty(
      settings,
      history,
      async ({ weights, backups, limits, seed }, steps) => {
        const brain = recordedBrain({ algorithm, backends: backendsOf(weights, backups), ...limits }, seed);
        live(brain, steps);
        const report = await replay(brain.lines);
        expect(report).toMatchObject({
          ok: true,
          identical: report.picks,
          truncated: false,
          differences: [],
        });
        expect(report.lines).toBe(brain.lines.length);
        picks += report.picks;
        const change = tampered(brain.lines);
        if (change === undefined) return;
        const found = await replay(change.lines);
        expect(found).toMatchObject({ ok: false, identical: report.picks - 1 });
        expect(found.differences.map(({ line }) => line)).toEqual([change.line]);
      },
    );
    await fc.assert(property, { seed: 1, numRuns: runs(50) });
    expect(picks).toBeGreaterThan(500);
  });
});
