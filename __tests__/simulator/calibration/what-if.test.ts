import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { SaxesParser } from 'saxes';
import { ALGORITHMS } from '../../../lib/schedulers/index.js';
import { calibrate } from '../../../lib/simulator/calibration/calibrate.js';
import { populationOf } from '../../../lib/simulator/calibration/population.js';
import { whatIf, type WhatIfOutcome } from '../../../lib/simulator/calibration/what-if.js';
import { renderWhatIf } from '../../../lib/simulator/page/what-if-page.js';
import { backendsOf } from '../../recording/recorded.js';
import { recordedQueue } from './recorded-queue.js';

const RECORDING = recordedQueue({ means: [10, 10], slots: 1, rate: 140, requests: 2000 }).replace(
  '\n',
  '\n["healthy",0,true]\n["healthy",1,true]\n',
);

type Found = Awaited<ReturnType<typeof whatIf>>;

const foundIn = (text: string, replications = 6): Promise<Found> =>
  whatIf(text, 'r', calibrate(text, { name: 'r' }), { replications, threads: 0 });

const pageOf = (text: string, found: Found): string =>
  renderWhatIf({ calibration: calibrate(text), found, commands: ['lbsim calibrate <r>'], version: '1.2.3' });

/** Mean duration of the connections of a recording, by its lines. */
function meanDuration(text: string): number {
  const opened = new Map<number, number>();
  const durations = text
    .split('\n')
    .filter((line) => /^\["(opened|closed)"/.test(line))
    .flatMap((line) => {
      const [name, , now, connection] = JSON.parse(line) as [string, number, number, number];
      if (name === 'closed') return [now - (opened.get(connection) ?? NaN)];
      opened.set(connection, now);
      return [];
    });
  return durations.reduce((sum, each) => sum + each, 0) / durations.length;
}

describe('a recorded run beside the same traffic otherwise', () => {
  let found: Found;
  let run: (algorithm: string) => WhatIfOutcome | undefined;
  beforeAll(async () => {
    found = await foundIn(RECORDING);
    run = (algorithm) => found.runs.slice(1).find((each) => each.algorithm === algorithm);
  });

  it('is recorded, simulated, and simulated once under each other algorithm', () => {
    expect(found.runs.slice(0, 2).map(({ kind, algorithm }) => [kind, algorithm])).toEqual([
      ['recorded', 'round-robin'],
      ['simulated', 'round-robin'],
    ]);
    const others = found.runs.slice(2);
    expect(new Set(others.map(({ kind }) => kind))).toEqual(new Set(['what-if']));
    expect(['round-robin', ...others.map(({ algorithm }) => algorithm)].sort()).toEqual(
      [...ALGORITHMS].sort(),
    );
  });

  it('has the latencies and shares of the recording', () => {
    const [recorded] = found.runs;
    expect(recorded?.latency).toMatchObject({ unit: 'ms', count: 2000 });
    expect(recorded?.latency.mean).toBeCloseTo(meanDuration(RECORDING), 9);
    expect(recorded?.shares).toEqual({ A: 0.5, B: 0.5 });
  });

  it('is within the bounds of a single simulated run, which are as narrow as 95 % of runs are', async () => {
    expect(found.within).toEqual({ mean: true, p99: true });
    const { mean: [low, high] = [NaN, NaN] } = run('round-robin')?.oneRun ?? {};
    expect(high - low).toBeLessThan(run('round-robin')?.latency.mean ?? 0);
    expect((await foundIn(RECORDING, 1)).within).toBeNull();
  });

  it('has no bound below 0, though single runs vary by more than their mean', async () => {
    const few = recordedQueue({ service: 'pareto:2.1', means: [10, 10], slots: 1, rate: 190, requests: 200 });
    const { runs } = await foundIn(few, 2);
    const bounds = runs.flatMap(({ oneRun }) => (oneRun === null ? [] : [oneRun.mean, oneRun.p99]));
    expect(bounds).toHaveLength(2 * ALGORITHMS.length);
    expect(bounds.filter(([low]) => low < 0)).toEqual([]);
    expect(bounds.some(([low]) => low === 0)).toBe(true);
    expect(pageOf(few, await foundIn(few, 2))).not.toMatch(/<small>−/);
  });

  it('waits less under algorithms that look at loads, and more at random', () => {
    const mean = (algorithm: string): number => run(algorithm)?.latency.mean ?? NaN;
    expect(mean('least-connections')).toBeLessThan(mean('round-robin'));
    expect(mean('round-robin')).toBeLessThan(mean('random'));
  });

  it('tells latencies by the schema of latencies', () => {
    const schema = JSON.parse(readFileSync('schemas/latency.schema.json', 'utf8')) as object;
    const validate = new Ajv2020({ allowUnionTypes: true }).compile(schema);
    for (const { latency } of found.runs) {
      validate(latency);
      expect(validate.errors).toBeNull();
    }
  });

  it('is a page that is well-formed XML, with all runs in one table and one plot, and no script', () => {
    const html = pageOf(RECORDING, found);
    const parser = new SaxesParser({ xmlns: true });
    parser.on('error', (error) => {
      throw error;
    });
    parser.write(html).close();
    expect(html).not.toMatch(/<script|<link|<img|@import|url\(|\son\w+=/i);
    expect(html).toContain('lbsim calibrate &lt;r&gt;');
    expect(html).toContain('2,000 of 2,000 decisions are the same');
    const rows = [...html.matchAll(/<th scope="row" class="name">(?:<svg.*?<\/svg>)?([^<]*)</g)].map(
      ([, name]) => name,
    );
    expect(rows.slice(0, 4)).toEqual(['recorded', 'replayed', 'simulated', 'what if: auto']);
    const [wide = ''] = html.split('id="tail-plot-wide"').slice(1);
    const lines = wide.slice(0, wide.indexOf('</svg>')).match(/<path class="curve measured /g);
    expect(lines).toHaveLength(ALGORITHMS.length + 1);
  });
});

it.each([
  [1000, 1, 1],
  [1000, 10, 10],
  [100_000, 63_212, 100_000],
  [1000, 1000, 100_000],
])('%d requests of %d clients are drawn from about %d', (requests, distinct, clients) => {
  expect(Math.abs(populationOf(requests, distinct) / clients - 1)).toBeLessThan(0.001);
});

describe('what a recording has beside its connections is said:', () => {
  it('the first decision that differs', async () => {
    const lines = RECORDING.split('\n');
    const changed = lines.findIndex((line, index) => index > 100 && line.startsWith('["route"'));
    lines[changed] = (lines[changed] ?? '').replace(/(0|1),"round-robin"/, (_, index: string) =>
      index === '0' ? '1,"round-robin"' : '0,"round-robin"',
    );
    const text = lines.join('\n');
    const found = await foundIn(text, 1);
    expect(found.replay).toMatchObject({ ok: false, picks: 2000, identical: 1999 });
    expect(pageOf(text, found)).toContain(`the first that differs is line ${changed + 1}: recorded `);
  });

  it('clients, changes of health and by an operator, and backends without a connection', async () => {
    const [UP, DOWN] = ['["healthy",2,true]', '["healthy",2,false]'];
    const lines = RECORDING.split('\n');
    const header = (lines[0] ?? '').replace(/\]\}$/, ',{"host":"x","port":9,"name":"<C>"}]}');
    const keyed = lines.slice(1).map((line) => line.replace(/^(\["route",[^,]*),null/, '$1,"10.0.0.1"'));
    const text = [header, UP, DOWN, '["weight",2,3]', ...keyed].join('\n');
    const { limits } = await foundIn(text, 1);
    const said = limits.join('\n');
    expect(said).toContain('1 health changes and 1 changes by an operator');
    expect(said).toContain('All requests are of one client.');
    expect(said).toContain('<C>');
    expect(pageOf(text, await foundIn(text, 1))).toContain('&lt;C&gt;');
  });

  it('backups are said not to be used, as a simulation has no backend that is down', async () => {
    const queue = { means: [10, 10, 10], slots: 1, rate: 100, requests: 300 };
    const saidOf = async (backups: number): Promise<string> =>
      (await foundIn(recordedQueue({ ...queue, specs: backendsOf([1, 1, 1], backups) }), 1)).limits.join(
        '\n',
      );
    expect(await saidOf(0)).not.toContain('backup');
    expect(await saidOf(1)).toContain('C is a backup, which the simulation never uses');
    expect(await saidOf(2)).toContain('B and C are backups, which the simulation never uses');
    expect(await saidOf(3)).toContain('A, B and C are backups, simulated as if always in use.');
  });

  it('an algorithm of one’s own is refused', async () => {
    const text = RECORDING.replace('"algorithm":', '"algorithmFile":"./mine.js","algorithm":');
    await expect(foundIn(text)).rejects.toMatchObject({ code: 'ERR_ALGORITHM', kind: 'usage' });
  });
});
