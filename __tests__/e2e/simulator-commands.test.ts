import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import type { ComparisonReport, SimulationReport } from '../../lib/simulator/report/report.js';
import { SCENARIOS } from '../../lib/simulator/scenarios/names.js';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFile } from '../helpers/folder.js';
import { Lbsim, runLbsim } from '../helpers/lbsim.js';

const onEnd = cleanup();

/** The result of a command that is to end well, as an object. */
async function jsonOf<T = SimulationReport>(...args: string[]): Promise<T> {
  const { status, stdout, stderr } = await runLbsim([...args, '--json']);
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(stdout) as T;
}

async function textOf(...args: string[]): Promise<string> {
  const { status, stdout } = await runLbsim(args);
  expect(status).toBe(0);
  return stdout;
}

/** Without what depends on the machine. */
function decided({ wallSeconds, eventsPerSecond, ...rest }: SimulationReport): object {
  expect(wallSeconds).toBeGreaterThan(0);
  expect(eventsPerSecond).toBeGreaterThan(0);
  return rest;
}

describe('lbsim simulate --json', () => {
  it('prints one object that begins with what is promised, in that order', async () => {
    const report = await jsonOf('simulate', '--requests', '20000');
    expect(Object.keys(report).slice(0, 20)).toEqual(
      [
        [
          'algorithm',
          'seed',
          'backends',
          'requests',
          'completed',
          'failed',
          'meanSojourn',
          'p50',
          'p90',
          'p99',
        ],
        ['p999', 'max', 'meanQueue', 'utilisation', 'imbalance', 'perBackend', 'events', 'wallSeconds'],
        ['eventsPerSecond', 'traceHash'],
      ].flat(),
    );
    expect(report).toMatchObject({
      algorithm: 'auto',
      seed: 1,
      backends: 10,
      requests: 20_000,
      completed: 20_000,
      failed: 0,
      events: 40_000,
    });
    expect(report.perBackend.map(({ name }) => name)).toEqual([
      'B1',
      'B2',
      'B3',
      'B4',
      'B5',
      'B6',
      'B7',
      'B8',
      'B9',
      'B10',
    ]);
    expect(report.traceHash).toMatch(/^[0-9a-f]{16}$/);
    expect(report.p50).toBeLessThan(report.p90);
    expect(report.p99).toBeLessThan(report.p999);
  });

  it('is the same for the same seed, in whatever process and thread', async () => {
    const args = ['simulate', '--requests', '5000', '--replications', '3', '--algorithm', 'power-of-two'];
    const [first, again, other] = await Promise.all([
      jsonOf(...args),
      jsonOf(...args),
      jsonOf(...args, '--seed', '2'),
    ]);
    expect(decided(first)).toEqual(decided(again));
    expect(other.traceHash).not.toBe(first.traceHash);
    expect(first).toMatchObject({ replications: 3, requests: 15_000, events: 30_000 });
  });

  it('simulates speeds, slots, discipline, service and arrivals as told', async () => {
    const report = await jsonOf(
      ...['simulate', '--backends', '1,1,2', '--slots', '2', '--discipline', 'ps', '--load', '0.5'],
      ...['--service', 'erlang:3', '--arrivals', 'bursty', '--requests', '20000', '--algorithm', 'random'],
    );
    expect(report.perBackend.map(({ speed, weight }) => [speed, weight])).toEqual([
      [1, 1],
      [1, 1],
      [2, 2],
    ]);
    expect(Math.abs(report.utilisation - 0.5)).toBeLessThan(0.06);
    const last = report.perBackend[2]?.picked ?? 0;
    expect(Math.abs(last / 18_000 - 0.5)).toBeLessThan(0.02);
  });

  it('tells times in the unit of the mean service time that is given', async () => {
    const [one, twenty] = await Promise.all([
      jsonOf('simulate', '--requests', '5000'),
      jsonOf('simulate', '--requests', '5000', '--service-mean', '20'),
    ]);
    expect(twenty.meanSojourn / one.meanSojourn).toBeCloseTo(20, 6);
    expect(twenty.meanQueue).toBeCloseTo(one.meanQueue, 6);
  });

  it('never has more requests under way than there are clients, in a closed loop', async () => {
    const report = await jsonOf('simulate', '--clients', '5', '--think', '2', '--requests', '5000');
    expect(report).toMatchObject({ requests: 5000, completed: 5000 });
    expect(report.load).toBeUndefined();
    expect(report.meanQueue).toBeLessThan(5);
  });

  it('prints all runs for a range of loads', async () => {
    const { runs } = await jsonOf<{ runs: SimulationReport[] }>(
      ...['simulate', '--load', '0.5:0.7:0.1', '--requests', '2000'],
    );
    expect(runs.map(({ load }) => load)).toEqual([0.5, 0.6, 0.7]);
    expect(runs.map(({ meanSojourn }) => meanSojourn)).toEqual(
      runs.map(({ meanSojourn }) => meanSojourn).toSorted((a, b) => a - b),
    );
  });
});

/** In which no backend goes that round-robin's health checks could notice. */
const WITHOUT_OUTAGE: readonly string[] = [
  'burst',
  'slow-backend',
  'store-away',
  'retry-storm',
  'rolling-deploy',
  'autoscaling',
];

/** Of a scenario in which not as many come all the time. */
const REQUESTS: Readonly<Record<string, number>> = { burst: 24_800, autoscaling: 19_600 };

describe('lbsim simulate --scenario', () => {
  it.each(SCENARIOS)('knows %s', async (name) => {
    const report = await jsonOf('simulate', '--scenario', name, '--algorithm', 'round-robin');
    // As many as come until its end: Poisson's variance is the mean.
    const mean = REQUESTS[name] ?? 24_000;
    expect(Math.abs(report.requests - mean)).toBeLessThan(4 * Math.sqrt(mean));
    expect(report.completed + report.failed).toBe(report.requests);
    expect(report.scenario?.name).toBe(name);
    const noticed = report.scenario?.detections.filter(({ found }) => found > 0) ?? [];
    expect(noticed.length > 0).toBe(!WITHOUT_OUTAGE.includes(name));
    for (const { after = Infinity, predicted } of noticed) expect(after).toBeLessThanOrEqual(predicted.most);
  });

  it('plays a timeline of one’s own, written as YAML or as JSON', async () => {
    const copied = await readFile(
      new URL('../../lib/simulator/scenarios/crash-restart.yaml', import.meta.url),
      'utf8',
    );
    const yaml = await temporaryFile(onEnd, 'mine.yaml', copied.replace('at: 1500', 'at: 1100'));
    const json = await temporaryFile(
      onEnd,
      'mine.json',
      JSON.stringify({
        duration: 3000,
        timeline: [
          { at: 1000, backend: 'B1', crash: true },
          { at: 1100, backend: 'B1', heal: true },
        ],
      }),
    );
    const [fromYaml, fromJson] = await Promise.all([
      jsonOf('simulate', '--scenario', yaml),
      jsonOf('simulate', '--scenario', json),
    ]);
    expect(fromYaml.traceHash).toBe(fromJson.traceHash);
    expect(fromYaml.scenario?.detections.map(({ at, fault, marked }) => [at, fault, marked])).toEqual([
      [1000, 'crash', 'down'],
      [1100, 'heal', 'up'],
    ]);
  });

  it('takes another rhythm of health checks', async () => {
    const args = ['simulate', '--scenario', 'black-hole', '--replications', '8'];
    const [usual, slow] = await Promise.all([
      jsonOf(...args),
      jsonOf(...args, '--health-check-interval', '200'),
    ]);
    const firstOf = ({ scenario }: SimulationReport): number => scenario?.detections[1]?.after ?? 0;
    expect(firstOf(slow)).toBeGreaterThan(firstOf(usual));
  });
});

describe('lbsim compare', () => {
  const args = [
    'compare',
    '--algorithms',
    'round-robin,least-connections,power-of-two',
    '--requests',
    '80000', // enough for intervals
  ];

  it('gives every algorithm the same requests, and tells each pair apart', async () => {
    const { runs, pairs } = await jsonOf<ComparisonReport>(...args);
    expect(runs.map(({ algorithm }) => algorithm)).toEqual([
      'round-robin',
      'least-connections',
      'power-of-two',
    ]);
    expect(new Set(runs.map(({ utilisation }) => utilisation.toFixed(2))).size).toBe(1);
    expect(pairs.map(({ a, b }) => `${a} ${b}`)).toEqual([
      'round-robin least-connections',
      'round-robin power-of-two',
      'least-connections power-of-two',
    ]);
    const [first] = pairs;
    expect(first?.difference).toBeCloseTo((runs[1]?.meanSojourn ?? 0) - (runs[0]?.meanSojourn ?? 0), 9);
    expect(first?.confidence?.[1]).toBeLessThan(0);
  });

  it('says the same for people, and nothing else on standard output', async () => {
    const [text, again] = await Promise.all([textOf(...args), textOf(...args)]);
    expect(text).toBe(again);
    expect(text).toMatch(/│ least-connections │ 1\.\d{3} ± 0\.\d{3} │/);
    expect(text).toMatch(/│ least-connections − round-robin +│ +−/);
    expect(text).toMatch(/^round-robin +[▁▂▃▄▅▆▇█ ]+$/m);
    expect(text).not.toContain('\u001b');
  });

  it('shows over time what went wrong', async () => {
    const text = await textOf('compare', '--algorithms', 'round-robin,random', '--scenario', 'crash-restart');
    expect(text).toMatch(/^B1 +[▁▂▃▄▅▆▇█]+ {8,}[▁▂▃▄▅▆▇█]+$/m);
    expect(text).toMatch(/^ +\|1000 crash$/m);
    expect(text).toMatch(/round-robin: \d+ were lost with their backend/);
  });
});

describe('a simulation that takes long', () => {
  it('begins with --yes, and ends when it is told to', async () => {
    const simulation = new Lbsim(['simulate', '--requests', '1e12', '--yes', '--log-level', 'DEBUG']);
    onEnd(() => simulation.kill());
    await simulation.event('simulating');
    simulation.child.kill('SIGINT');
    expect(await simulation.ended).toEqual({ status: 130, signal: null });
  });
});
