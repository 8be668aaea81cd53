import { counted, partOf } from '../logging/format.js';
import type { ReplayedPick, ReplayReport } from '../recording/report.js';
import { printable } from '../printable.js';
import { formatMs } from '../units.js';
import { reflow } from '../reflow.js';
import { table } from './table.js';
import { stdoutColours } from './terminal.js';
import { windowColumns } from './window.js';

const INDENT = '  ';

/** What came of a replay, for people. */
export function replayText(report: ReplayReport, noColor: boolean, room = windowColumns()): string {
  const { picks, identical, rules, ok, truncated } = report;
  const chalk = stdoutColours(noColor);
  const byRule = Object.entries(rules).map(([rule, n]) => `${rule} ${n}`);
  const verdict = `${partOf(identical, picks, 'pick')} identical`;
  const lines = [
    `by rule: ${byRule.length === 0 ? 'no pick at all' : byRule.join(', ')}`,
    ...(truncated ? ['the last line was cut short, and left out'] : []),
    ...differences(report),
    ok ? chalk.green(verdict) : chalk.red(verdict),
  ];
  return [
    reflow(recorded(report), room, INDENT),
    table<readonly [name: string, picks: number]>(
      [
        { head: 'backend', cell: ([name]) => printable(name), narrowest: 16 },
        { head: 'picks', cell: ([, n]) => n },
      ],
      Object.entries(report.backends),
      { room },
    ),
    ...lines.map((line) => reflow(line, room, INDENT)),
    '',
  ].join('\n');
}

function recorded({ recorded: { lbsim, algorithm, stickyKey, seed }, ...report }: ReplayReport): string {
  const backends = counted(Object.keys(report.backends).length, 'backend');
  const flips = counted(report.healthFlips, 'health change');
  return printable(
    `recorded by lbsim ${lbsim}: ${algorithm} with seed ${seed}, sticky key ${stickyKey}, ${backends}; ` +
      `${counted(report.lines, 'line')}, ${formatMs(report.seconds * 1000)}, ${flips}`,
  );
}

function differences({ differences: some, picks, identical }: ReplayReport): string[] {
  const lines = some.map(
    ({ line, expected, got }) => `line ${line}: expected ${answer(expected)}, got ${answer(got)}`,
  );
  const more = picks - identical - some.length;
  return more > 0 ? [...lines, `and ${more} more`] : lines;
}

function answer(given: ReplayedPick): string {
  return given === null ? 'no backend' : printable(`${given.backend} (${given.why})`);
}
