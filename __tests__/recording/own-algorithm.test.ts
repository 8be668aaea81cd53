import { describe, expect, it } from '@jest/globals';
import { recordingLine } from '../../lib/recording/format.js';
import { replay } from '../../lib/recording/replay.js';
import { createBrain } from '../../lib/routing/brain.js';
import type { Entry } from '../../lib/routing/journal.js';
import { CustomAlgorithm, type SchedulerFactory } from '../../lib/schedulers/custom-algorithm.js';
import { seededRandom } from '../../lib/seeded-random.js';
import { refusal } from '../helpers/refusal.js';
import { own } from '../schedulers/own.js';
import { backendsOf, headerOf } from './recorded.js';

const NONE: ReadonlySet<never> = new Set();

/** Picks its last member, by a rule of two words; from the third pick on it throws. */
const failing: SchedulerFactory = () => {
  const scheduler = own();
  let picks = 0;
  return own({
    ...scheduler,
    pick(tried: ReadonlySet<never>) {
      if (++picks > 2) throw new Error('boom');
      const pick = scheduler.pick(tried);
      return pick && { ...pick, why: 'the last' };
    },
  });
};

/** What a balancer with this algorithm would have recorded of four picks. */
function recordingOf(make: SchedulerFactory, algorithmFile: string | null | undefined): string[] {
  const settings = { algorithm: 'mine', backends: backendsOf([1, 1]) };
  const lines = [
    recordingLine({ ...headerOf(settings), ...(algorithmFile !== undefined && { algorithmFile }) }),
  ];
  const { pool, router } = createBrain(settings, {
    random: seededRandom(1),
    journal: (entry: Entry) => void lines.push(recordingLine(entry)),
    custom: new CustomAlgorithm(make, { path: '/a/mine.js', given: 'mine.js', name: 'mine' }),
    algorithmFailed: () => undefined,
  });
  for (const backend of pool.backends) pool.setHealthy(backend, true);
  for (let now = 1; now <= 4; now++) router.route('client', NONE, now);
  return lines;
}

describe("a recording of an algorithm of one's own", () => {
  it('is replayed with the algorithm, also where it failed', async () => {
    const report = await replay(recordingOf(failing, '/a/mine.js'), { algorithm: failing });
    expect(report).toMatchObject({
      ok: true,
      picks: 4,
      identical: 4,
      rules: { 'the last': 2, 'round-robin': 2 },
      recorded: { algorithm: 'mine' },
    });
  });

  it('shows where another algorithm picks otherwise', async () => {
    const report = await replay(recordingOf(failing, '/a/mine.js'), { algorithm: () => own() });
    expect(report).toMatchObject({ ok: false, picks: 4, identical: 0 });
  });

  it.each([
    ['a function, anew', () => () => own(), 7],
    ['the one scheduler that there is', () => own(), null],
  ])('is replayed when it decides again after another: %s', async (_name, make, seed) => {
    const file = { path: '/a/mine.js', given: 'mine.js', name: 'mine' };
    const settings = { algorithm: 'mine', backends: backendsOf([1, 1, 1]) };
    const lines = [recordingLine({ ...headerOf(settings), algorithmFile: file.path })];
    const brain = createBrain(settings, {
      random: seededRandom(1),
      journal: (entry: Entry) => void lines.push(recordingLine(entry)),
      custom: new CustomAlgorithm(make(), file),
    });
    const { pool, router } = brain;
    const rules: unknown[] = [];
    const pick = (now: number): void => {
      const { backend, why } = router.route('client', NONE, now) ?? {};
      rules.push([backend?.name, why]);
    };
    for (const backend of pool.backends) pool.setHealthy(backend, true);
    pick(1);
    brain.setAlgorithm('round-robin', {}, 3);
    pick(2);
    const [, , third] = pool.backends;
    if (third !== undefined) pool.setHealthy(third, false);
    brain.setOwnAlgorithm({ choices: 2 }, seed);
    pick(3);
    expect(brain.algorithm).toBe('mine');
    expect(rules).toEqual([
      ['C', 'last'],
      ['A', 'round-robin'],
      ['B', 'last'],
    ]);
    expect(lines).toContain(JSON.stringify(['ownAlgorithm', { choices: 2 }, seed]));
    expect(await replay(lines, { algorithm: make() })).toMatchObject({ ok: true, picks: 3, identical: 3 });
  });

  it.each([
    ['/a/mine.js', '(/a/mine.js): give it, as in --algorithm /a/mine.js'],
    [null, '(a value of the library): give it, as in --algorithm ./mine.js'],
  ])('says what it needs: %s', async (file, wanted) => {
    const error = await refusal(() => replay(recordingOf(failing, file), { name: 'run.jsonl' }));
    expect(error).toMatchObject({ code: 'ERR_ALGORITHM', kind: 'usage' });
    expect(error.message).toBe(
      `recording 'run.jsonl' was made with an algorithm that is not lbsim's own, mine ${wanted}`,
    );
  });

  it('is told from one of an algorithm that this lbsim does not know', async () => {
    const error = await refusal(() => replay(recordingOf(failing, undefined)));
    expect(error).toMatchObject({ code: 'ERR_RECORDING' });
    expect(error.message).toContain("unknown algorithm 'mine'");
  });
});

describe("a recording of lbsim's own algorithm", () => {
  const header = recordingLine(headerOf({ algorithm: 'rr', backends: backendsOf([1]) }));

  it('may name it by an alias, and the report has the real name', async () => {
    const report = await replay([header, '["healthy",0,true]', '["route",1,null,[],0,"round-robin"]']);
    expect(report).toMatchObject({ ok: true, picks: 1, recorded: { algorithm: 'round-robin' } });
  });

  it('may be given the name that it has', async () => {
    expect(await replay([header], { algorithm: 'rr' })).toMatchObject({ ok: true });
    expect((await refusal(() => replay([header], { algorithm: 'p2c' }))).message).toBe(
      "recording 'recording' was made with lbsim's own round-robin, not with power-of-two: leave the algorithm out",
    );
  });

  it('is not replayed with another', async () => {
    const error = await refusal(() => replay([header], { algorithm: failing }));
    expect(error).toMatchObject({ code: 'ERR_ALGORITHM', kind: 'usage' });
    expect(error.message).toBe(
      "recording 'recording' was made with lbsim's own round-robin, not with failing: leave the algorithm out",
    );
  });
});
