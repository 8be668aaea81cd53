import { describe, expect, it } from '@jest/globals';
import { hasFailed, METRIC_NAMES, parseLimit, valueText } from '../../../lib/client/load/load-limit.js';
import { LoadRecorder, type LoadReport } from '../../../lib/client/load/load-report.js';

/** Of 50 connections 40 went well, 8 were reset, 2 answered wrongly, in 2 s. */
function found(conditions: readonly string[] = []): LoadReport {
  const recorder = new LoadRecorder();
  for (let ms = 1; ms <= 100; ms++) recorder.answered('B1', ms);
  for (let ms = 101; ms <= 200; ms++) recorder.connect.record(ms);
  for (let n = 0; n < 50; n++) recorder.ended(n < 40 ? undefined : n < 48 ? 'reset' : 'mismatch', 1, 1);
  return recorder.report(2, conditions.map(parseLimit));
}

describe('a limit of a load', () => {
  it.each<[string, number, boolean]>([
    ['p50>49ms', 50, true],
    ['p50>0.051', 50, false],
    ['p90<1s', 90, true],
    ['p99>200ms', 99, false],
    ['max>=100ms', 100, true],
    ['connect-p50<100ms', 150, false],
    ['connect-max >= 0.1', 200, true],
    ['errors>10', 10, false],
    ['errors>=10', 10, true],
    ['errors>19.5%', 20, true],
    ['errors>20%', 20, false],
    ['mismatches<=2', 2, true],
    ['mismatches>5%', 4, false],
    ['throughput<100', 20, true],
    ['throughput<20', 20, false],
    [' Throughput <= 20 ', 20, true],
  ])('%j is about %d and holds: %s', (condition, value, holds) => {
    const [result] = found([condition]).failIf;
    expect(result).toMatchObject({ condition: condition.trim(), holds });
    expect(Number(result?.value) / value).toBeCloseTo(1, 1);
  });

  it('neither holds nor has a value where nothing was measured', () => {
    const nothing = new LoadRecorder().report(0, ['p99<1h', 'errors>=0%', 'throughput<1'].map(parseLimit));
    expect(nothing.failIf).toMatchObject(Array(3).fill({ value: null, holds: false }));
    expect(nothing.failIf.map(valueText)).toEqual(Array(3).fill('not measured'));
  });

  it('says what it found in its own unit', () => {
    const { failIf } = found(['max>1ms', 'errors>1%', 'errors>1', 'throughput>1']);
    expect(failIf.map(valueText)).toEqual(['100 ms', '20 %', '10', '20']);
  });

  it.each([
    ['', "'' is not a condition: use METRIC OPERATOR VALUE, such as p99>200ms or errors>1%"],
    ['p99=1s', "'p99=1s' is not a condition"],
    ['p99>', "'p99>' is not a condition"],
    ['p95>1s', `'p95>1s' has an unknown metric (did you mean p90?): use one of ${METRIC_NAMES.join(', ')}`],
    ['constructor>1', "'constructor>1' has an unknown metric"],
    ['p99>1%', "condition 'p99>1%': value '1%' is not a duration: use seconds such as"],
    [
      'errors>101%',
      "condition 'errors>101%': value '101%' is not a share: use a number such as 5, or a share",
    ],
    ['throughput>5%', "condition 'throughput>5%': value '5%' is not a number: use a number such as 100"],
    ['errors>-1', "condition 'errors>-1': value '-1' is not a number"],
  ])('%j makes no sense', (condition, message) => {
    expect(() => parseLimit(condition)).toThrow(message);
    expect(() => parseLimit(condition)).toThrow(expect.objectContaining({ kind: 'usage' }));
  });
});

describe('a load has failed', () => {
  it.each<[string[], boolean]>([
    [[], true],
    [['p99>1h'], true],
    [['errors>20%'], true],
    [['errors>20%', 'mismatches>2'], false],
    [['errors>10%', 'mismatches>2'], true],
    [['mismatches>2'], true],
  ])('with the limits %j, though some connections failed: %s', (conditions, failed) => {
    expect(hasFailed(found(conditions))).toBe(failed);
  });

  it.each([[['errors>50']], [['errors>100%', 'mismatches>50']]])(
    'with the limits %j, when no connection went well',
    (conditions) => {
      const recorder = new LoadRecorder();
      for (let connection = 0; connection < 3; connection++) recorder.ended('connection_refused', 0, 0);
      expect(hasFailed(recorder.report(1, conditions.map(parseLimit)))).toBe(true);
    },
  );

  it.each<[string[], boolean]>([
    [[], false],
    [['max>1h'], false],
    [['throughput<1e9'], true],
  ])('with the limits %j, though all went well: %s', (conditions, failed) => {
    const recorder = new LoadRecorder();
    recorder.ended(undefined, 1, 1);
    expect(hasFailed(recorder.report(1, conditions.map(parseLimit)))).toBe(failed);
  });
});
