import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { WeightedDraw } from '../../lib/schedulers/weighted-draw.js';
import { addAll, candidates, type FakeCandidate } from '../helpers/candidates.js';

const NONE: ReadonlySet<FakeCandidate> = new Set();

/** Goes through the members in order, adding up weights until the point is passed. */
function drawNaively(members: readonly FakeCandidate[], number: number): FakeCandidate | undefined {
  const total = members.reduce((sum, { weight }) => sum + weight, 0);
  let passed = 0;
  return members.find(({ weight }) => (passed += weight) > number * total);
}

/** One after the other, each among those that the earlier ones have left. */
function drawDistinctNaively(members: readonly FakeCandidate[], numbers: readonly number[]): FakeCandidate[] {
  const drawn: FakeCandidate[] = [];
  for (const number of numbers) {
    const left = members.filter((member) => !drawn.includes(member));
    const next = drawNaively(left, number);
    if (next !== undefined) drawn.push(next);
  }
  return drawn;
}

describe('a weighted draw', () => {
  it('has nothing to draw when it is empty', () => {
    expect(new WeightedDraw<FakeCandidate>(() => 0).draw(NONE)).toBeUndefined();
  });

  it.each([
    { number: 0, drawn: 'A' },
    { number: 0.1249, drawn: 'A' },
    { number: 0.125, drawn: 'B' },
    { number: 0.3749, drawn: 'B' },
    { number: 0.375, drawn: 'C' },
    { number: 1 - 2 ** -53, drawn: 'C' },
  ])('of weights 1, 2, 5 draws $drawn for $number', ({ number, drawn }) => {
    const draw = new WeightedDraw<FakeCandidate>(() => number);
    addAll(draw, candidates(1, 2, 5));
    expect(draw.draw(NONE)?.label).toBe(drawn);
  });

  it('of two gives two different ones, or as many as there are', () => {
    const draw = new WeightedDraw<FakeCandidate>(() => 0);
    const [a, b, c] = addAll(draw, candidates(1, 1, 1));
    expect(draw.drawTwo(NONE)).toEqual([a, b]);
    expect(draw.drawTwo(new Set([a]))).toEqual([b, c]);
    expect(draw.drawTwo(new Set([a, c]))).toEqual([b]);
    expect(draw.drawTwo(new Set([a, b, c]))).toEqual([]);
    expect(draw.draw(NONE)).toBe(a);
  });

  it.each([0, 0.5, 1 - 2 ** -53])('of two never gives one twice, or none, by rounding: %d', (number) => {
    let next = 0;
    const draw = new WeightedDraw<FakeCandidate>(() => [next, number][calls++ % 2] ?? 0);
    let calls = 0;
    const all = addAll(draw, candidates(...Array.from({ length: 9 }, (_, index) => 256 - index)));
    for (let n = 0; n < 1000; n++) {
      next = n / 1000;
      const [first, second] = draw.drawTwo(NONE);
      expect(all).toContain(second);
      expect(second).not.toBe(first);
    }
  });

  it('of several gives different ones, or as many as there are, and has them all again afterwards', () => {
    const draw = new WeightedDraw<FakeCandidate>(() => 0);
    const [a, b, c, d] = addAll(draw, candidates(1, 2, 1, 5));
    expect(draw.drawDistinct(3, NONE)).toEqual([a, b, c]);
    expect(draw.drawDistinct(3, new Set([b]))).toEqual([a, c, d]);
    expect(draw.drawDistinct(9, NONE)).toEqual([a, b, c, d]);
    expect(draw.drawDistinct(9, new Set([a, b, c, d]))).toEqual([]);
    expect(draw.drawDistinct(1, NONE)).toEqual([a]);
    expect(draw.draw(NONE)).toBe(a);
  });

  it('of independent ones may give one more than once', () => {
    const numbers = [0.9, 0.1, 0.9];
    const draw = new WeightedDraw<FakeCandidate>(() => numbers.shift() ?? 0);
    const [a, b] = addAll(draw, candidates(1, 1));
    expect(draw.drawIndependent(3, NONE)).toEqual([b, a, b]);
    expect(draw.drawIndependent(2, new Set([a]))).toEqual([b, b]);
    expect(draw.drawIndependent(2, new Set([a, b]))).toEqual([]);
  });

  it('counts a member once however often it is added, and removes it for good', () => {
    const draw = new WeightedDraw<FakeCandidate>(() => 0.6);
    const [a, b] = addAll(draw, candidates(1, 1));
    draw.add(a);
    expect(draw.draw(NONE)).toBe(b);
    draw.remove(b);
    draw.remove(b);
    expect(draw.draw(NONE)).toBe(a);
  });

  it('is not upset by a stranger left out or removed', () => {
    const draw = new WeightedDraw<FakeCandidate>(() => 0.6);
    const [a, b, , stranger] = candidates(1, 1, 1, 1);
    addAll(draw, [a, b]);
    draw.remove(stranger);
    expect(draw.draw(new Set([stranger]))).toBe(b);
    expect(draw.drawTwo(new Set([stranger]))).toEqual([b, a]);
  });

  it('draws as a walk along the cumulative weights does, through any history', () => {
    const MEMBERS = 40;
    const weights = fc.array(fc.integer({ min: 1, max: 256 }), { minLength: MEMBERS, maxLength: MEMBERS });
    const equal = fc.integer({ min: 1, max: 256 }).map((weight) => Array<number>(MEMBERS).fill(weight));
    const lot = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    const step = fc.record({
      action: fc.constantFrom('add', 'add', 'remove', 'reweigh', 'draw', 'draw'),
      weight: fc.integer({ min: 1, max: 256 }),
      who: fc.nat({ max: MEMBERS - 1 }),
      except: fc.uniqueArray(fc.nat({ max: MEMBERS - 1 }), { maxLength: 4 }),
      number: lot,
      another: lot,
      several: fc.array(lot, { maxLength: 6 }),
    });
    const property = fc.property(
      fc.oneof(weights, equal),
      fc.array(step, { maxLength: 100, size: 'max' }),
      (given, steps) => {
        let next = [0];
        const draw = new WeightedDraw<FakeCandidate>(() => next.shift() ?? 0);
        const all = candidates(...given);
        const present = new Set<FakeCandidate>();
        // Equal ones are drawn in another way as long as all are there.
        if (new Set(given).size === 1) for (const candidate of addAll(draw, all)) present.add(candidate);
        for (const { action, who, except, number, another, several, weight } of steps) {
          const candidate = all[who];
          if (candidate === undefined) throw new Error('no such candidate');
          const left = new Set(all.filter(({ index }) => except.includes(index)));
          if (action === 'add') {
            draw.add(candidate);
            present.add(candidate);
          } else if (action === 'remove') {
            draw.remove(candidate);
            present.delete(candidate);
          }
          if (action === 'reweigh') {
            const before = candidate.weight;
            candidate.weight = weight;
            draw.reweigh(candidate, before);
          }
          const eligible = all.filter((each) => present.has(each) && !left.has(each));
          const first = drawNaively(eligible, number);
          const second = drawNaively(
            eligible.filter((each) => each !== first),
            another,
          );
          next = [number];
          expect(draw.draw(left)).toBe(first);
          next = [number, another];
          expect(draw.drawTwo(left)).toEqual([first, second].filter((each) => each !== undefined));
          next = [...several];
          expect(draw.drawDistinct(several.length, left)).toEqual(drawDistinctNaively(eligible, several));
          next = [...several];
          const independent = several.map((each) => drawNaively(eligible, each));
          expect(draw.drawIndependent(several.length, left)).toEqual(
            independent.filter((each) => each !== undefined),
          );
        }
      },
    );
    fc.assert(property, { seed: 1, numRuns: 200 });
  });
});
