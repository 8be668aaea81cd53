import { count } from '../logging/format.js';
import type { Answer, ReplayReport } from '../recording/report.js';
import { printable } from '../printable.js';
import { table } from './table.js';
import { stdoutColours } from './terminal.js';

/** What came of a replay, for people. */
export function replayText(report: ReplayReport, noColor: boolean): string {
  const { picks, identical, rules, ok, truncated } = report;
  const chalk = stdoutColours(noColor);
  const byRule = Object.entries(rules).map(([rule, n]) => `${rule} ${n}`);
  const verdict = `${identical} of ${count(picks, 'pick')} identical`;
  return [
    recorded(report),
    table(
      ['backend', 'picks'],
      Object.entries(report.backends).map(([name, picks]) => [printable(name), picks]),
    ),
    `by rule: ${byRule.length === 0 ? 'no pick at all' : byRule.join(', ')}`,
    ...(truncated ? ['the last line was cut short, and left out'] : []),
    ...differences(report),
    ok ? chalk.green(verdict) : chalk.red(verdict),
    '',
  ].join('\n');
}

function recorded({ recorded: { lbsim, algorithm, stickyKey, seed }, ...report }: ReplayReport): string {
  const backends = count(Object.keys(report.backends).length, 'backend');
  const flips = count(report.healthFlips, 'health flip');
  return printable(
    `recorded by lbsim ${lbsim}: ${algorithm} with seed ${seed}, sticky key ${stickyKey}, ${backends}; ` +
      `${count(report.lines, 'line')}, ${report.seconds.toFixed(1)} s, ${flips}`,
  );
}

function differences({ differences: some, picks, identical }: ReplayReport): string[] {
  const lines = some.map(
    ({ line, expected, got }) => `line ${line}: expected ${answer(expected)}, got ${answer(got)}`,
  );
  const more = picks - identical - some.length;
  return more > 0 ? [...lines, `and ${more} more`] : lines;
}

function answer(given: Answer): string {
  return given === null ? 'no backend' : printable(`${given.backend} (${given.why})`);
}
