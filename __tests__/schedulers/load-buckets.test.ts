import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { loadOf, LoadBuckets, type Bucket } from '../../lib/schedulers/load-buckets.js';
import { addAll, candidates, withLoads, type FakeCandidate } from '../helpers/candidates.js';

/** All buckets from the lightest up, as `load: indices`; fails when the links back do not match the links forth. */
function contents(buckets: LoadBuckets<FakeCandidate>): { load: number; members: number[] }[] {
  const found: { load: number; members: number[] }[] = [];
  let lighter: Bucket | undefined;
  for (let bucket = buckets.lightest; bucket !== undefined; bucket = bucket.heavier) {
    if (bucket.lighter !== lighter)
      throw new Error(`the bucket of load ${bucket.load} has a wrong neighbour`);
    const members: number[] = [];
    for (let index = -1; members.length < bucket.members.size; members.push(index)) {
      index = bucket.members.nextAfter(index);
    }
    found.push({ load: bucket.load, members });
    lighter = bucket;
  }
  return found;
}

/** What they should hold: the members grouped by load. */
function grouped(members: ReadonlySet<FakeCandidate>): { load: number; members: number[] }[] {
  const sorted = [...members].sort((a, b) => a.index - b.index);
  const loads = [...new Set(sorted.map(loadOf))].sort((a, b) => a - b);
  return loads.map((load) => ({
    load,
    members: sorted.filter((member) => loadOf(member) === load).map(({ index }) => index),
  }));
}

describe('the load of a candidate', () => {
  it.each([
    { openConnections: 0, weight: 7, load: 0 },
    { openConnections: 3, weight: 1, load: 3 },
    { openConnections: 3, weight: 4, load: 0.75 },
  ])('is $load with $openConnections connections and weight $weight', ({ load, ...candidate }) => {
    expect(loadOf({ index: 0, ...candidate })).toBe(load);
  });

  it('is the very same number for equal fractions', () => {
    const load = fc.tuple(fc.nat({ max: 100_000 }), fc.integer({ min: 1, max: 85 }));
    const property = fc.property(load, fc.integer({ min: 1, max: 3 }), ([openConnections, weight], times) => {
      const more = { index: 1, openConnections: openConnections * times, weight: weight * times };
      expect(loadOf(more)).toBe(loadOf({ index: 0, openConnections, weight }));
    });
    fc.assert(property, { seed: 1 });
  });
});

describe('load buckets', () => {
  it('have no lightest when they are empty', () => {
    const buckets = new LoadBuckets<FakeCandidate>();
    expect(buckets.lightest).toBeUndefined();
  });

  it('group the members by load, the lightest first', () => {
    const buckets = new LoadBuckets<FakeCandidate>();
    addAll(buckets, withLoads([4, 0, 4, 2], candidates(1, 1, 1, 1)));
    expect(contents(buckets)).toEqual([
      { load: 0, members: [1] },
      { load: 2, members: [3] },
      { load: 4, members: [0, 2] },
    ]);
  });

  it('drop a bucket with its last member', () => {
    const buckets = new LoadBuckets<FakeCandidate>();
    const [a, b] = addAll(buckets, withLoads([0, 1], candidates(1, 1)));
    buckets.remove(a);
    expect(contents(buckets)).toEqual([{ load: 1, members: [1] }]);
    buckets.remove(b);
    expect(contents(buckets)).toEqual([]);
    expect([buckets.has(a), buckets.has(b)]).toEqual([false, false]);
  });

  it('leave a member where it is when its load has not changed', () => {
    const buckets = new LoadBuckets<FakeCandidate>();
    const [a] = addAll(buckets, candidates(1, 1));
    buckets.move(a);
    expect(contents(buckets)).toEqual([{ load: 0, members: [0, 1] }]);
  });

  it('do not take in a stranger that is moved or removed', () => {
    const buckets = new LoadBuckets<FakeCandidate>();
    const [a, stranger] = candidates(1, 1);
    addAll(buckets, [a]);
    buckets.move(stranger);
    buckets.remove(stranger);
    expect(contents(buckets)).toEqual([{ load: 0, members: [0] }]);
  });

  it('hold what a grouping of all members holds, through any history', () => {
    const MEMBERS = 8;
    const step = fc.record({
      action: fc.constantFrom('add', 'remove', 'move', 'move', 'move'),
      who: fc.nat({ max: MEMBERS - 1 }),
      openConnections: fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 1000 })),
    });
    const weights = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: MEMBERS, maxLength: MEMBERS });
    const property = fc.property(weights, fc.array(step, { maxLength: 80, size: 'max' }), (given, steps) => {
      const buckets = new LoadBuckets<FakeCandidate>();
      const members = new Set<FakeCandidate>();
      const all = candidates(...given);
      for (const { action, who, openConnections } of steps) {
        const candidate = all[who];
        if (candidate === undefined) throw new Error('no such candidate');
        if (action === 'remove') {
          buckets.remove(candidate);
          members.delete(candidate);
        } else if (action === 'move' || !members.has(candidate)) {
          candidate.openConnections = openConnections;
          buckets[action](candidate);
          if (action === 'add') members.add(candidate);
        }
        expect(contents(buckets)).toEqual(grouped(members));
      }
    });
    fc.assert(property, { seed: 1, numRuns: 100 });
  });
});
