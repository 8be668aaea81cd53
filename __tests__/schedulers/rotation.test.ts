import { beforeEach, describe, expect, it } from '@jest/globals';
import { IndexSet } from '../../lib/schedulers/index-set.js';
import { Rotation } from '../../lib/schedulers/rotation.js';
import { addAll, candidates, type FakeCandidate } from '../helpers/candidates.js';

let rotation: Rotation<FakeCandidate>;
beforeEach(() => {
  rotation = new Rotation();
});

/** The labels of the next turns among a group. */
function turnsAmong(group: readonly FakeCandidate[], count: number): string {
  const indices = new IndexSet();
  for (const { index } of group) indices.add(index);
  return Array.from({ length: count }, () => rotation.next(indices, new Set())?.label ?? '-').join(' ');
}

describe('a rotation', () => {
  it('gives turns in order, and none to an empty group', () => {
    const members = addAll(rotation, candidates(1, 1, 1));
    expect(turnsAmong(members, 4)).toBe('A B C A');
    expect(turnsAmong([], 2)).toBe('- -');
    expect(turnsAmong(members, 1)).toBe('B');
  });

  it('goes on from the last turn whichever group is asked about', () => {
    const [a, b, c, d] = addAll(rotation, candidates(1, 1, 1, 1));
    expect(turnsAmong([a, c], 1)).toBe('A');
    expect(turnsAmong([b, d], 1)).toBe('B');
    expect(turnsAmong([a, c], 2)).toBe('C A');
    expect(turnsAmong([a, b, c, d], 1)).toBe('B');
  });

  it('is smooth within a group as soon as two members weigh unequally', () => {
    const [a, b, c] = addAll(rotation, candidates(3, 1, 7));
    expect(turnsAmong([a, b], 8)).toBe('A A B A A A B A');
    rotation.remove(c);
    rotation.remove(a);
    expect(turnsAmong([b], 2)).toBe('B B');
  });

  it('gives the turn to the first of those that are equally far behind', () => {
    const members = addAll(rotation, candidates(2, 2, 1));
    expect(turnsAmong(members, 5)).toBe('A B C A B');
  });

  it('knows its members', () => {
    const [a, b] = candidates(1, 1);
    rotation.add(a);
    expect([rotation.has(a), rotation.has(b)]).toEqual([true, false]);
    rotation.remove(a);
    expect(rotation.has(a)).toBe(false);
  });
});
