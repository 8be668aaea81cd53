import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { IndexSet } from '../../lib/schedulers/index-set.js';

function setOf(...members: number[]): IndexSet {
  const set = new IndexSet();
  for (const member of members) set.add(member);
  return set;
}

describe('an index set', () => {
  it('is empty at first', () => {
    const set = new IndexSet();
    expect(set.size).toBe(0);
    expect(set.has(0)).toBe(false);
    expect(set.nextAfter(-1)).toBe(-1);
    expect(set.nextAfter(5)).toBe(-1);
  });

  it.each([
    { members: [0], after: -1, next: 0 },
    { members: [0], after: 0, next: 0 },
    { members: [3, 7], after: -1, next: 3 },
    { members: [3, 7], after: 3, next: 7 },
    { members: [3, 7], after: 5, next: 7 },
    { members: [3, 7], after: 7, next: 3 },
    { members: [3, 7], after: 1_000_000, next: 3 },
    { members: [31, 32], after: 31, next: 32 },
    { members: [31, 32], after: 30, next: 31 },
    { members: [31, 1023, 1024], after: 31, next: 1023 },
    { members: [31, 1023, 1024], after: 1023, next: 1024 },
    { members: [31, 1023, 1024], after: 1024, next: 31 },
    { members: [5, 32_767, 32_768], after: 5, next: 32_767 },
    { members: [5, 32_767, 32_768], after: 32_767, next: 32_768 },
    { members: [5, 100_000], after: 6, next: 100_000 },
  ])('of $members says that $next comes after $after', ({ members, after, next }) => {
    expect(setOf(...members).nextAfter(after)).toBe(next);
  });

  it('holds a member once, and forgets a stranger without harm', () => {
    const set = setOf(4, 4, 90);
    expect(set.size).toBe(2);
    set.delete(4);
    set.delete(4);
    set.delete(70_000);
    expect(set.size).toBe(1);
    expect(set.nextAfter(-1)).toBe(90);
  });

  it('keeps its members when it grows', () => {
    const set = setOf(0, 40, 1100, 33_000);
    expect([set.nextAfter(-1), set.nextAfter(0), set.nextAfter(40), set.nextAfter(1100)]).toEqual([
      0, 40, 1100, 33_000,
    ]);
  });

  it('does as a sorted list does, through any history', () => {
    // Around the places where words of each level begin, so that steps often meet the same words and members.
    const start = fc.constantFrom(0, 31, 64, 1023, 2048, 32_767, 40_000);
    const index = fc.tuple(start, fc.nat({ max: 2 })).map(([from, more]) => from + more);
    const step = fc.record({ action: fc.constantFrom('add', 'delete', 'next'), index });
    const property = fc.property(fc.array(step, { maxLength: 100, size: 'max' }), (steps) => {
      const set = new IndexSet();
      let list: number[] = [];
      for (const { action, index: asked } of steps) {
        if (action === 'add') {
          set.add(asked);
          list = [...new Set([...list, asked])].sort((a, b) => a - b);
        } else if (action === 'delete') {
          set.delete(asked);
          list = list.filter((member) => member !== asked);
        }
        const next = list.find((member) => member > asked) ?? list[0] ?? -1;
        expect([set.size, set.has(asked), set.nextAfter(asked)]).toEqual([
          list.length,
          list.includes(asked),
          next,
        ]);
      }
    });
    fc.assert(property, { seed: 1, numRuns: 200 });
  });
});
