import { describe, expect, it } from '@jest/globals';
import { bytes } from '../../lib/check/checks/bytes.js';
import { backPressure } from '../../lib/check/checks/back-pressure.js';
import { proxyHeader } from '../../lib/check/checks/proxy-header.js';
import { broken, kept, measured, unclear, type CheckFinding } from '../../lib/check/finding.js';
import { checkResult, conformanceReport, type ConformanceReport } from '../../lib/check/report.js';
import { checkTable } from '../../lib/cli/check-table.js';

const PLACES = { balancer: { host: '::1', port: 80 }, backend: { host: '127.0.0.1', port: 9000 } };

function report(first: CheckFinding, second: CheckFinding, mustSecond: boolean): ConformanceReport {
  const results = [
    checkResult(bytes, first, true, 12.3),
    checkResult(backPressure, second, mustSecond, 600),
    checkResult(proxyHeader, measured('none'), false, 1),
  ];
  return conformanceReport(PLACES, results, { ms: 613, whole: true });
}

describe('the table of checks', () => {
  it('has a line for each check, and how many there are of each verdict', () => {
    const lines = checkTable(report(kept('all 4 MiB'), kept('7 MiB'), true), true).split('\n');

    expect(lines.slice(3, -3).map((line) => line.replace(/ +/g, ' '))).toEqual([
      '│ bytes │ kept │ all 4 MiB │',
      '│ back-pressure │ kept │ 7 MiB │',
      '│ proxy-header │ measured │ none │',
    ]);
    expect(lines.slice(-2)).toEqual(['2 kept, 1 measured', '']);
  });

  it('says what was looked for where something failed or is unclear that must hold', () => {
    const table = checkTable(
      report(unclear('no way through', { stoodStillMs: 500 }), broken('no end'), true),
      true,
    );

    expect(table.split('\n').slice(-4)).toEqual([
      `bytes: ${bytes.looksFor}`,
      `back-pressure: ${backPressure.looksFor}`,
      '1 broken, 1 measured, 1 unclear; failed: back-pressure; unclear, to be run again: bytes',
      '',
    ]);
  });

  it('fails for nothing that need not hold', () => {
    const made = report(kept('4 MiB'), broken('no end'), false);

    expect(made).toMatchObject({ balancer: '[::1]:80', ok: true, failed: [], seconds: 0.613 });
    expect(checkTable(made, true)).toMatch(/\n1 kept, 1 broken, 1 measured\n$/);
  });

  it('breaks a long detail into lines, and stays within 110 columns', () => {
    const table = checkTable(report(kept('word '.repeat(60)), kept('x'), true), true);

    expect(table.match(/word/g)).toHaveLength(60);
    expect(Math.max(...table.split('\n').map((line) => line.length))).toBeLessThanOrEqual(110);
  });
});
