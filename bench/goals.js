// What lbsim is to reach, and whether it did. All goals are upper bounds of medians.
import { figures, spreadText } from './table.js';
import { RACED } from './work/event.js';

/** Beside which lbsim has to be the cheaper one in all that is compared; `pipe` is the one on the same Node. */
const RIVALS = ['pen', 'asyncio', 'pipe', 'SimPy'];

/** Limits by Node. With a `reference` they are of the ratio to that column, without one of the figure itself. */
const GOALS = [
  { line: 'bulk', reference: 'HAProxy', limits: { 'Node 20': 0.28, 'Node 26': 0.28 } },
  { line: 'bulk', reference: 'HAProxy tuned', limits: { 'Node 20': 1, 'Node 26': 1 } },
  { line: 'bulk', reference: 'nginx stream', limits: { 'Node 20': 1, 'Node 26': 1 } },
  { line: 'request', reference: 'HAProxy', limits: { 'Node 20': 1.05, 'Node 26': 1.05 } },
  { line: 'connection', reference: 'HAProxy', limits: { 'Node 20': 1.25, 'Node 26': 1.25 } },
  { line: 'idle', limits: { 'Node 20': 4, 'Node 26': 4 } },
  ...['p50', 'p50-of-16'].map((line) => ({
    line,
    reference: 'HAProxy',
    limits: { 'Node 20': 1.1, 'Node 26': 1.1 },
  })),
  ...['p99', 'p99-of-16'].map((line) => ({
    line,
    reference: 'HAProxy',
    limits: { 'Node 20': 1.3, 'Node 26': 1.3 },
  })),
  { line: 'backends', limits: { 'Node 20': 1.15, 'Node 26': 1.15 } },
  { line: 'sessions', limits: { 'Node 20': 1.15, 'Node 26': 1.15 } },
  // 500 ns are 2,000,000 events a second.
  ...RACED.flatMap((algorithm) => [
    { line: `event-${algorithm}`, limits: { 'Node 20': 500, 'Node 26': 500 } },
    { line: `event-growth-${algorithm}`, limits: { 'Node 20': 2, 'Node 26': 2 } },
  ]),
];

/** The same limits hold for every algorithm, but for the one that by its nature looks at all backends. */
const PICK_LIMITS = { 'Node 20': 300, 'Node 26': 200 };
const LINEAR_PICK = 'rendezvous';

/** One cell of the table of goals: `goal`, `measured` and `met`, all text; empty where there is no goal for this Node. */
function verdict(limit, value, unit) {
  if (limit === undefined) return { goal: '', measured: '', met: '' };
  const goal = `≤ ${unit === 'x' ? `${limit}x` : `${limit} ${unit}`}`;
  if (value === undefined) return { goal, measured: 'not measured', met: '' };
  return { goal, measured: spreadText(value, unit), met: value.median <= limit ? 'yes' : '**no**' };
}

function judged(outcome, line, { reference, limits }, column) {
  const { own, ratio } = figures(outcome, line, column.label, reference);
  return reference === undefined
    ? verdict(limits[column.node], own, line.unit)
    : verdict(limits[column.node], ratio, 'x');
}

/** Whether lbsim is below a rival in each line that is compared, and if not where. */
function belowRival(outcomes, rival, column) {
  const label = rival === 'pipe' ? `pipe (${column.node})` : rival;
  const compared = outcomes.flatMap((outcome) =>
    outcome.lines.flatMap((line) => {
      if (line.partOf !== undefined) return [];
      const { ratio } = figures(outcome, line, column.label, label);
      return ratio === undefined ? [] : [{ name: line.text.split(', CPU')[0], ratio }];
    }),
  );
  const above = compared.filter(({ ratio }) => ratio.median >= 1);
  return {
    goal: '< 1x',
    measured:
      above.map(({ name, ratio }) => `${name}: ${spreadText(ratio, 'x')}`).join('; ') || 'below in all',
    met: compared.length === 0 ? '' : above.length === 0 ? 'yes' : '**no**',
  };
}

/**
 * All goals whose work was measured.
 *
 * @param columns - those of lbsim
 * @returns `{ text, verdicts }`, a verdict for each of the columns
 */
export function goalsReached(outcomes, columns) {
  const rows = [];
  for (const outcome of outcomes) {
    for (const line of outcome.lines) {
      const goals =
        outcome.work.name === 'pick'
          ? [{ limits: line.name === LINEAR_PICK ? {} : PICK_LIMITS }]
          : GOALS.filter((goal) => goal.line === line.name);
      for (const goal of goals) {
        const text = goal.reference === undefined ? line.text : `${line.text}, to ${goal.reference}`;
        rows.push({ text, verdicts: columns.map((column) => judged(outcome, line, goal, column)) });
      }
    }
  }
  for (const rival of RIVALS) {
    const verdicts = columns.map((column) => belowRival(outcomes, rival, column));
    if (verdicts.some(({ met }) => met !== ''))
      rows.push({ text: `everything compared, to ${rival}`, verdicts });
  }
  return rows;
}
