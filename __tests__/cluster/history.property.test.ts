import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FRESH_MS } from '../../lib/cluster/beat-times.js';
import { TOLERANCE } from '../../lib/cluster/held-sessions.js';
import { replay } from '../../lib/recording/replay.js';
import { REPORTS_IN_TIME, runs } from '../helpers/effort.js';
import { agreement, countsOf, differingWords, finalCounts, knowing, missing, waitsOf } from './checkers.js';
import { TTL_MS } from './labs.js';
import { StoryPlayer, stories } from './story.js';

const KEYS = ['k1', 'k2', 'k3', 'k4', 'k5'];

/** What is under way when clients go, and what it takes until all know of it. */
const SETTLING_MS = 2 * FRESH_MS;

test('whatever happens to balancers and their store, nobody waits for it, and afterwards they agree', async () => {
  await fc.assert(
    fc.asyncProperty(stories, async (story) => {
      const player = new StoryPlayer(story);
      await player.play();
      await player.heal();
      expect(countsOf(player, story.delayMs, story.loss)).toEqual([]);
      expect(finalCounts(player)).toEqual([]);
      expect(agreement(player, KEYS)).toEqual([]);
      expect(missing(player)).toEqual([]);
      expect(differingWords(player, ['A', 'B', 'C'])).toEqual([]);

      const [first] = player.balancers;
      const word = { admin: 'drain' } as const;
      const said = first?.cluster.say({ change: 'word', backend: 'C', word });
      await player.pass(SETTLING_MS);
      expect(await said).toBe(true);
      for (const { words } of player.balancers)
        expect(
          words
            .filter(([, name]) => name === 'C')
            .at(-1)
            ?.slice(0, 3),
        ).toEqual(['admin', 'C', 'drain']);

      player.endAll();
      const known = KEYS.filter((key) => knowing(player, key) > 0);
      await player.pass(TTL_MS - SETTLING_MS);
      await player.pass(2 * SETTLING_MS);
      expect(known.filter((key) => knowing(player, key) > 0)).toEqual([]);

      expect(waitsOf(player)).toEqual([]);
      for (const { brain } of player.everyone)
        expect(await replay(brain.lines)).toMatchObject({ ok: true, truncated: false });
    }),
    { numRuns: runs(8), ...REPORTS_IN_TIME },
  );
});

test('a client that was connected until now keeps its entry for the whole idle life, and no longer', async () => {
  const player = new StoryPlayer({
    seed: 1,
    balancers: 3,
    delayMs: 2,
    loss: 0,
    algorithm: 'random',
    steps: [],
  });
  await player.play();
  for (const [index, key] of KEYS.entries()) {
    const balancer = player.balancers[index % 3];
    if (balancer !== undefined) player.connect(balancer, key);
  }
  const stored = (): string[] =>
    KEYS.filter((key) => player.lab.lab.lookUp([key], player.time.now)[0] !== null);
  await player.pass(TTL_MS + SETTLING_MS);
  expect(stored()).toEqual(KEYS);
  player.endAll();
  await player.pass((1 - TOLERANCE) * TTL_MS - SETTLING_MS);
  expect(stored()).toEqual(KEYS);
  expect(KEYS.filter((key) => knowing(player, key) > 0)).toEqual(KEYS);
  await player.pass(TOLERANCE * TTL_MS + 2 * SETTLING_MS);
  expect(KEYS.filter((key) => knowing(player, key) > 0)).toEqual([]);
});
