import { expect, test } from '@jest/globals';
import { refuseTwoResults } from '../../lib/cli/csv-output.js';
import { csvText } from '../../lib/cli/csv.js';
import { loadCsv } from '../../lib/cli/load-csv.js';
import { simulationCsv } from '../../lib/cli/simulation/csv.js';
import { LoadRecorder } from '../../lib/client/load/load-report.js';
import { simulate } from '../../lib/simulator/simulate.js';

/** The rows, each by the names of the first line. */
function rowsOf(csv: string): Record<string, string | undefined>[] {
  const [names = [], ...rows] = csv
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));
  return rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index]])));
}

test('lines end with CRLF, and only what has a comma, a quote or a line break is quoted', () => {
  const rows = [
    { name: './a "b", c.js', value: 0.5 },
    { name: 'two\nlines', value: null },
    { name: 'plain', value: undefined },
  ];
  expect(csvText(['name', 'value'], rows)).toBe(
    'name,value\r\n"./a ""b"", c.js",0.5\r\n"two\nlines",\r\nplain,\r\n',
  );
  expect(csvText(['name', 'value'], [])).toBe('name,value\r\n');
});

test('a simulation is a row with what was asked for and what was found', async () => {
  const options = { backends: 2, requests: 2000, load: 0.5, seed: 7 } as const;
  const { report } = await simulate({ ...options, algorithm: 'random', serviceMean: '20ms' }, { threads: 0 });
  const [row, other] = rowsOf(
    simulationCsv([report, { ...report, confidence: { meanSojourn: [1, 2], p99: [3, 4] } }]),
  );

  expect(row).toEqual({
    ...{ algorithm: 'random', load: '0.5', seed: '7', replications: '1', backends: '2' },
    ...{ requests: '2000', completed: '2000', failed: '0', unit: 'ms', count: `${report.latency.count}` },
    ...{ mean: `${report.meanSojourn}`, p50: `${report.p50}`, p90: `${report.p90}`, p99: `${report.p99}` },
    ...{ p999: `${report.p999}`, max: `${report.max}`, meanLow: '', meanHigh: '', p99Low: '', p99High: '' },
    ...{ meanQueue: `${report.meanQueue}`, utilisation: `${report.utilisation}` },
    ...{ imbalance: `${report.imbalance}`, traceHash: report.traceHash },
  });
  expect(other).toMatchObject({ meanLow: '1', meanHigh: '2', p99Low: '3', p99High: '4' });
});

test('a load is one row, its latencies in the columns of a simulation', () => {
  const recorder = new LoadRecorder();
  recorder.connect.record(0.5);
  recorder.answered('B1', 2);
  recorder.ended(undefined, 7, 2);
  recorder.ended('connection_refused', 0, 0);

  expect(rowsOf(loadCsv(recorder.report(1.5)))).toEqual([
    {
      ...{
        connections: '2',
        ok: '1',
        failed: '1',
        mismatches: '0',
        bytesIn: '7',
        bytesOut: '2',
        seconds: '1.5',
      },
      ...{ unit: 'ms', count: '1', mean: '2', p50: '2', p90: '2', p99: '2', p999: '2', max: '2' },
      ...{ connectCount: '1', connectMean: '0.5', connectP50: '0.5', connectP90: '0.5', connectP99: '0.5' },
      ...{ connectP999: '0.5', connectMax: '0.5' },
    },
  ]);
});

test('a table in place of the JSON is refused, one beside it is not', () => {
  expect(() => refuseTwoResults({ json: true, csv: '/dev/stdout' })).toThrow(
    "both --json and --csv '/dev/stdout' print to standard output: use a file for --csv, such as ./run.csv",
  );
  for (const values of [
    { json: true, csv: './run.csv' },
    { json: false, csv: '/dev/stdout' },
    { json: true },
  ])
    expect(() => refuseTwoResults(values)).not.toThrow();
});
