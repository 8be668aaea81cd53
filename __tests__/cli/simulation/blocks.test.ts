import { describe, expect, it } from '@jest/globals';
import { bar, blocks, marksBelow } from '../../../lib/cli/simulation/blocks.js';

describe('blocks', () => {
  it('are as high as the values, the highest one a whole block', () => {
    expect(blocks([0, 1, 2, 4, 8])).toBe(' ▁▂▄█');
    expect(blocks([1, 2], { highest: 8 })).toBe('▁▂');
  });

  it('show whatever is above 0, unless that is not wanted', () => {
    expect(blocks([0.001, 8])).toBe('▁█');
    expect(blocks([0.001, 8], { faint: false })).toBe(' █');
  });

  it('are blank where there is nothing', () => {
    expect(blocks([0, 0])).toBe('  ');
    expect(blocks([])).toBe('');
  });
});

describe('a bar', () => {
  it('has eighths of a character', () => {
    expect(bar(0, 4)).toBe('');
    expect(bar(0.5, 4)).toBe('██');
    expect(bar(1 / 32, 4)).toBe('▏');
    expect(bar(1, 4)).toBe('████');
    expect(bar(7, 4)).toBe('████');
  });
});

describe('marks', () => {
  it('stand at their columns, on another line where there is no room', () => {
    expect(
      marksBelow([
        { column: 2, text: '|first' },
        { column: 4, text: '|second' },
        { column: 12, text: '|third' },
      ]),
    ).toEqual(['  |first    |third', '    |second']);
  });

  it('end at their column where they would go past the end', () => {
    const marks = [
      { column: 0, text: '|1' },
      { column: 8, text: '|1000 crash' },
      { column: 18, text: '|2000 heal' },
    ];
    expect(marksBelow(marks, 20)).toEqual(['|1      |1000 crash', '         2000 heal|']);
  });

  it('are left out when three lines are not enough', () => {
    const crowd = Array.from({ length: 9 }, (_, column) => ({ column, text: 'a long word' }));
    expect(marksBelow(crowd)).toHaveLength(3);
  });
});
