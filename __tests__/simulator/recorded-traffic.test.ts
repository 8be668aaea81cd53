import { beforeEach, describe, expect, test } from '@jest/globals';
import { planSimulation } from '../../lib/simulator/plan/plan.js';
import type { SimulationOptions } from '../../lib/simulator/plan/options.js';
import { compare, simulate } from '../../lib/simulator/simulate.js';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFile } from '../helpers/folder.js';
import { runOf, scenarioWith } from './test-scenarios.js';

const onEnd = cleanup();

let trace: `trace:${string}`;
let service: string;
let mixed: string;

beforeEach(async () => {
  trace = `trace:${await temporaryFile(onEnd, 'trace.txt', '5s\n5010ms\n5020ms\n5025ms\n')}`;
  service = `empirical:${await temporaryFile(onEnd, 'ten.txt', '10ms\n')}`;
  mixed = `empirical:${await temporaryFile(onEnd, 'mixed.txt', '2ms\n4ms\n12ms\n')}`;
});

describe('a trace of arrivals', () => {
  test('comes as it was recorded, all of it, where times have a unit', async () => {
    const { report } = await simulate({ arrivals: trace, service, backends: 1 });

    expect(report).toMatchObject({ requests: 4, timeUnit: 'ms', load: 1.2, warmup: 0, max: 15, p50: 10 });
    expect(report.meanSojourn).toBeCloseTo(11.25, 9);
    expect(report.confidence).toBeNull();
    expect(report.advice).toBe('one run: no intervals; add --replications 10');
  });

  test('is brought to a load that is given, and to the default one where times have no unit', () => {
    const traceOf = (options: SimulationOptions): readonly number[] | undefined => {
      const { workload } = planSimulation({ arrivals: trace, backends: 1, ...options }).settings;
      return workload.kind === 'open' ? workload.trace?.map((at) => Number(at.toFixed(9))) : undefined;
    };

    expect(traceOf({ service })).toEqual([0, 10, 20, 25]);
    expect(traceOf({ service, load: 0.6 })).toEqual([0, 20, 40, 50]);
    expect(traceOf({ load: 0.6 })).toEqual([0, 2, 4, 5]);
    expect(traceOf({})).toEqual([0, 1.5, 3, 3.75]);
    expect(traceOf({ serviceMean: '20ms' })).toEqual([0, 10, 20, 25]);
  });

  test('may be cut, but has no more requests than it has', async () => {
    const { report } = await simulate({ arrivals: trace, service, backends: 1, requests: 3 });

    expect(report.max).toBe(10);
    expect(() => planSimulation({ arrivals: trace, requests: 5 })).toThrow(
      'requests 5 are more than the trace has: use at most 4, or leave it out',
    );
  });

  test('has the time of every request, those of a connection too', () => {
    expect(() => planSimulation({ arrivals: trace, service, requestsPerConnection: 2 })).toThrow(
      'arrivals trace:FILE with requestsPerConnection does not go: a trace has the time of every request, so leave one',
    );
  });

  test('that ends before a scenario does is over then', () => {
    const scenario = scenarioWith([{ at: 50, arrivals: 4 }], { duration: 100 });
    const run = runOf({ arrivals: trace, backends: 2, load: 0.5, scenario });

    expect([run.requests, run.perBackend.reduce((sum, { completed }) => sum + completed, 0)]).toEqual([4, 4]);
  });

  test('and its services are the same for all algorithms, and for the same seed', async () => {
    const options = { arrivals: trace, service: mixed, backends: 1, replications: 3 };
    const { outcomes } = await compare({ ...options, algorithms: ['random', 'round-robin'] });
    const [one, other] = outcomes.map(({ report }) => report);

    expect(one?.meanSojourn).toBe(other?.meanSojourn);
    expect(one?.confidence).not.toBeNull();
    expect((await simulate({ ...options, algorithm: 'random' })).report.traceHash).toBe(one?.traceHash);
  });
});

describe('service times that were measured', () => {
  test('have their own mean in milliseconds, or that which is given', () => {
    const { settings } = planSimulation({ service: mixed });
    const scaled = planSimulation({ service: mixed, serviceMean: 2 }).settings;

    expect([settings.serviceMean, settings.timeUnit]).toEqual([6, 'ms']);
    expect([scaled.serviceMean, scaled.timeUnit]).toEqual([2, undefined]);
  });

  test('are drawn with replacement, so that theory holds', () => {
    const run = runOf({ service: mixed, backends: 1, load: 0.5, requests: 100_000 });

    // Pollaczek and Khinchine: a squared variation of 14/27.
    expect(run.meanSojourn / (6 * (1 + (1 + 14 / 27) / 2))).toBeCloseTo(1, 1);
  });
});
