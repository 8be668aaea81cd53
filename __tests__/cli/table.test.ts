import { describe, expect, it } from '@jest/globals';
import { table, tableWidth, type Column } from '../../lib/cli/table.js';

type Row = readonly [name: string, one: number, two: number];

const COLUMNS: readonly Column<Row>[] = [
  { head: 'name', cell: ([name]) => name },
  { head: 'one', cell: ([, one]) => one, rank: 1 },
  { head: 'two', cell: ([, , two]) => two, rank: 2 },
];
const ROWS: readonly Row[] = [
  ['first', 1, 2],
  ['second', 3, 4],
];

describe('a table', () => {
  it('has all its columns where there is room', () => {
    expect(table(COLUMNS, ROWS, { room: Infinity }).split('\n')).toEqual([
      '┌────────┬─────┬─────┐',
      '│ name   │ one │ two │',
      '├────────┼─────┼─────┤',
      '│ first  │   1 │   2 │',
      '│ second │   3 │   4 │',
      '└────────┴─────┴─────┘',
    ]);
    expect(tableWidth(COLUMNS, ROWS)).toBe(22);
  });

  it('names the columns that it has no room for', () => {
    const lines = table(COLUMNS, ROWS, { room: 20 }).split('\n');
    expect(lines[1]).toBe('│ name   │ one │');
    expect(lines.slice(6).join(' ')).toBe('no room for two: use a wider window, or --json');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(20);
  });

  it('goes on below if it is told to, with the names again', () => {
    expect(table(COLUMNS, ROWS, { room: 20, rest: 'below' }).split('\n')).toEqual([
      '┌────────┬─────┐',
      '│ name   │ one │',
      '├────────┼─────┤',
      '│ first  │   1 │',
      '│ second │   3 │',
      '└────────┴─────┘',
      '┌────────┬─────┐',
      '│ name   │ two │',
      '├────────┼─────┤',
      '│ first  │   2 │',
      '│ second │   4 │',
      '└────────┴─────┘',
    ]);
  });

  it('of one row goes on without its name', () => {
    expect(table(COLUMNS, ROWS.slice(0, 1), { room: 16, rest: 'below' })).toContain('│ two │\n');
  });

  it('breaks a long text between its words, and a long word', () => {
    const columns: Column<string>[] = [
      { head: 'n', cell: () => 'x' },
      { head: 'text', cell: (text) => text, align: 'left', narrowest: 8 },
    ];
    const drawn = table(columns, ['some words, and averyverylongone'], { room: 19 });
    expect(drawn.split('\n').slice(3, -1)).toEqual([
      '│ x │ some words, │',
      '│   │ and averyve │',
      '│   │ rylongone   │',
    ]);
  });
});
