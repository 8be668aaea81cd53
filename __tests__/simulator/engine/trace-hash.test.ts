import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { combinedHash, TraceHash } from '../../../lib/simulator/engine/trace-hash.js';

type Step = readonly [time: number, what: number];

function hashOf(...steps: readonly Step[]): string {
  const hash = new TraceHash();
  for (const [time, what] of steps) hash.add(time, what);
  return hash.toString();
}

test('the same steps give the same fingerprint, sixteen hexadecimal digits', () => {
  expect(hashOf([1, 2], [3.5, 4])).toBe(hashOf([1, 2], [3.5, 4]));
  expect(hashOf([1, 2])).toMatch(/^[0-9a-f]{16}$/);
});

test('nothing, one step, and the same step twice all differ', () => {
  expect(new Set([hashOf(), hashOf([0, 0]), hashOf([0, 0], [0, 0])]).size).toBe(3);
});

test('the order matters', () => {
  expect(hashOf([1, 2], [1, 3])).not.toBe(hashOf([1, 3], [1, 2]));
});

test('the last bit of a time, and what happened, matter, and the one does not make up for the other', () => {
  const time = 12.75;
  const next = time + 2 ** -49;
  const steps: Step[] = [time, next, -time].flatMap((at) => [8, 9].map((what): Step => [at, what]));

  expect(next).not.toBe(time);
  expect(new Set(steps.map((step) => hashOf(step))).size).toBe(steps.length);
});

test('a step that is another, anywhere, gives another fingerprint', () => {
  const step = fc.tuple(fc.double({ min: 0, max: 1e6, noNaN: true }), fc.nat(1e6));
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 20 }), fc.nat(), step, (steps, place, other) => {
      const at = place % steps.length;
      const changed = steps.with(at, other);
      fc.pre(steps[at]?.[0] !== other[0] || steps[at][1] !== other[1]);
      expect(hashOf(...changed)).not.toBe(hashOf(...steps));
    }),
  );
});

test('a fingerprint is the same on every machine and in every version', () => {
  expect(hashOf([0, 0])).toBe('ac74000ba0d2cc56');
  expect(hashOf([1.5, 1], [2.25, 10], [1e9 / 3, 2 ** 31 - 1])).toBe('7db0bdf656618513');
});

test('several fingerprints make one, in their order; a single one is itself', () => {
  const [a, b] = [hashOf([1, 1]), hashOf([2, 2])];

  expect(combinedHash([a])).toBe(a);
  expect(combinedHash([a, b])).toMatch(/^[0-9a-f]{16}$/);
  expect(new Set([a, b, combinedHash([a, b]), combinedHash([b, a]), combinedHash([a, a])]).size).toBe(5);
});
