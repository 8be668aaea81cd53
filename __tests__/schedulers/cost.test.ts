import { describe, expect, it } from '@jest/globals';
import { ALGORITHMS, newScheduler, type Algorithm } from '../../lib/schedulers/index.js';
import type { Scheduler } from '../../lib/schedulers/scheduler.js';
import { addAll, manyCandidates, setLoad, type FakeCandidate } from '../helpers/candidates.js';
import { operationCounter } from '../helpers/operations.js';
import { seededRandom } from '../../lib/seeded-random.js';

const countOperations = operationCounter();

const FEW = 10;
const MANY = 1000;
/** What O(log n) may cost more: log 1,000 = 3 log 10. A look at every member costs a hundred times more. */
const ALLOWED = 3;

/** The load of one of so many members. */
type LoadAt = (index: number, count: number) => number;

const LOADS: Readonly<Record<string, LoadAt>> = {
  'all idle': () => 0,
  'all equally loaded': () => 7,
  'one lighter': (index, count) => (index === count / 2 ? 0 : 7),
  'the first and the last lighter': (index, count) => (index % (count - 1) === 0 ? 0 : 7),
  'one heavier': (index, count) => (index === count / 2 ? 7 : 0),
  'each heavier than the one before': (index) => index,
  'each lighter than the one before': (index, count) => count - index,
};

type Work = (scheduler: Scheduler<FakeCandidate>, members: readonly FakeCandidate[]) => void;

function open(scheduler: Scheduler<FakeCandidate>): FakeCandidate {
  const candidate = scheduler.pick(new Set())?.candidate;
  if (candidate === undefined) throw new Error('nothing was picked');
  setLoad(scheduler, candidate, candidate.openConnections + 1);
  return candidate;
}

function close(scheduler: Scheduler<FakeCandidate>, candidate: FakeCandidate): void {
  setLoad(scheduler, candidate, candidate.openConnections - 1);
}

const WORK: Readonly<Record<string, Work>> = {
  'connections that come and go one by one': (scheduler) => {
    for (let round = 0; round < 50; round++) close(scheduler, open(scheduler));
  },
  'connections that come and go in tens': (scheduler) => {
    for (let round = 0; round < 5; round++) {
      const ten = Array.from({ length: 10 }, () => open(scheduler));
      for (const candidate of ten) close(scheduler, candidate);
    }
  },
  'sticky clients that pile up loads which no other member has': (scheduler, members) => {
    const piles = members
      .slice(-3)
      .flatMap((member, rank) => Array.from({ length: 2 * rank + 1 }, () => member));
    for (let round = 0; round < 5; round++) {
      for (const member of piles) setLoad(scheduler, member, member.openConnections + 1);
      for (const member of piles) close(scheduler, member);
    }
  },
  'clients for whom three members fail': (scheduler) => {
    for (let round = 0; round < 20; round++) {
      const tried = new Set<FakeCandidate>();
      for (let attempt = 0; attempt < 4; attempt++) {
        const candidate = scheduler.pick(tried)?.candidate;
        if (candidate !== undefined) tried.add(candidate);
      }
    }
  },
};

function cost(algorithm: Algorithm, count: number, loadAt: LoadAt, work: Work): number {
  const scheduler = newScheduler<FakeCandidate>(algorithm, seededRandom(1));
  const members = manyCandidates(count, (index) => loadAt(index, count));
  // Heaviest first: who comes in is filed by a search that starts at the lightest.
  addAll(
    scheduler,
    members.toSorted((a, b) => b.openConnections - a.openConnections),
  );
  work(scheduler, members); // what grows when first used has grown
  return countOperations('/lib/schedulers/', () => work(scheduler, members));
}

/** Rendezvous asks every member for its draw: that is what it is, and its doc says so. */
const LINEAR: readonly Algorithm[] = ['rendezvous'];

describe.each(ALGORITHMS.filter((algorithm) => !LINEAR.includes(algorithm)))(
  '%s hardly works more for 1,000 members than for 10',
  (algorithm) => {
    it.each(Object.entries(WORK))('given %s', (_, work) => {
      const costs = Object.entries(LOADS).map(([shape, loadAt]) => ({
        shape,
        few: cost(algorithm, FEW, loadAt, work),
        many: cost(algorithm, MANY, loadAt, work),
      }));
      expect(costs.filter(({ few, many }) => many > ALLOWED * few)).toEqual([]);
    });

    it('and the work is seen', () => {
      const counted = cost(
        algorithm,
        FEW,
        () => 0,
        (scheduler) => open(scheduler),
      );
      expect(counted).toBeGreaterThan(0);
    });
  },
);

describe.each(LINEAR)('%s works for 1,000 members as much more than for 10 as they are more', (algorithm) => {
  it.each(Object.entries(WORK))('at most, given %s', (_, work) => {
    const [few, many] = [FEW, MANY].map((count) => cost(algorithm, count, () => 0, work));
    expect(many).toBeLessThan((MANY / FEW) * (few ?? 0) + 1);
  });
});

describe('the count', () => {
  const numbers = Array.from({ length: MANY }, (_, index) => index);
  it.each([
    ['a callback', () => numbers.forEach((number) => number + 1)],
    [
      'a loop',
      () => {
        for (let i = 0; i < MANY;) i++;
      },
    ],
  ])('sees each step of %s', (_, scan) => {
    expect(countOperations(import.meta.url, scan)).toBeGreaterThanOrEqual(MANY);
  });
});
