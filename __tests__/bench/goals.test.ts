import { describe, expect, it } from '@jest/globals';
import { goalsReached } from '../../bench/goals.js';
import { figures, ownText } from '../../bench/table.js';

const NODE_20 = { label: 'lbsim (Node 20)', node: 'Node 20' };
const NODE_26 = { label: 'lbsim (Node 26)', node: 'Node 26' };

/** What a row of goals has to say of a column. */
interface Verdict {
  readonly goal: string;
  readonly measured: string;
  readonly met: string;
}

const goals = goalsReached as (
  outcomes: readonly unknown[],
  columns: readonly unknown[],
) => { text: string; verdicts: Verdict[] }[];

const COLUMNS = [NODE_20, NODE_26];

const LINE = { name: 'event-round-robin', text: 'event, round-robin', unit: 'ns', isRate: true };
const GROWTH = {
  name: 'event-growth-round-robin',
  text: 'event, round-robin, 10 to 10,000 backends',
  unit: 'x',
  isRate: false,
  comparable: false,
};

/** What a work has found: the values of the rounds by column. */
function outcome(line: typeof LINE | typeof GROWTH, values: Record<string, number[]>) {
  return {
    work: { name: 'event' },
    lines: [line],
    reference: NODE_20.label,
    results: new Map(Object.entries(values).map(([label, rounds]) => [label, { [line.name]: rounds }])),
  };
}

/** Whether the goals of a row were met, a word for each column. */
function met(outcomes: ReturnType<typeof outcome>[], row: string): string[] | undefined {
  const found = goals(outcomes, COLUMNS).find(({ text }) => text === row);
  return found?.verdicts.map((verdict) => verdict.met);
}

describe('the goals of the simulator', () => {
  it('are 500 ns an event, in the median of the rounds', () => {
    const measured = outcome(LINE, {
      [NODE_20.label]: [400, 500, 900],
      [NODE_26.label]: [400, 501, 502],
    });
    expect(met([measured], LINE.text)).toEqual(['yes', '**no**']);
  });

  it('are growth of 2 at most', () => {
    const measured = outcome(GROWTH, { [NODE_20.label]: [2], [NODE_26.label]: [2.01] });
    expect(met([measured], GROWTH.text)).toEqual(['yes', '**no**']);
  });

  it('say so where nothing was measured', () => {
    const [row] = goals([outcome(LINE, { [NODE_20.label]: [400] })], COLUMNS);
    expect(row?.verdicts[1]).toEqual({ goal: '≤ 500 ns', measured: 'not measured', met: '' });
  });

  it('are that no event is dearer than with SimPy, if that was measured', () => {
    const row = 'everything compared, to SimPy';
    const ours = { [NODE_20.label]: [400], [NODE_26.label]: [9000] };
    expect(met([outcome(LINE, ours)], row)).toBeUndefined();
    expect(met([outcome(LINE, { ...ours, SimPy: [8000] })], row)).toEqual(['yes', '**no**']);
  });

  it('leave out of what is compared the part of a line that is user time', () => {
    const row = 'everything compared, to SimPy';
    const part = { ...LINE, name: 'user', partOf: LINE.name };
    const ours = { [NODE_20.label]: [9000], [NODE_26.label]: [9000], SimPy: [8000] };
    expect(met([outcome(part, ours)], row)).toBeUndefined();
  });
});

describe('the figures of a benchmark', () => {
  it('are compared round by round with the column that an outcome names, else with HAProxy', () => {
    const named = outcome(LINE, { [NODE_20.label]: [400, 100], SimPy: [4000, 2000] });
    expect(figures(named, LINE, 'SimPy').ratio).toEqual({ median: 15, low: 10, high: 20 });
    const unnamed = outcome(LINE, { HAProxy: [2], pen: [3] });
    expect(figures({ ...unnamed, reference: undefined }, LINE, 'pen').ratio?.median).toBe(1.5);
  });

  it('of events say how many a second they are', () => {
    const own = { median: 250, low: 200, high: 300 };
    expect(ownText(own, LINE)).toBe('250 ns (200–300), 4.00 M/s');
    expect(ownText({ ...own, median: 2 }, GROWTH)).toBe('2.00x (200.00–300.00)');
  });
});
