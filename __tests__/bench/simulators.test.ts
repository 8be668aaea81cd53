import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { lbsims } from '../../bench/peers/lbsim.js';
import { simpy } from '../../bench/peers/simpy.js';
import { missing } from '../../bench/surroundings.js';
import { eventGrowth } from '../../bench/work/event-growth.js';
import { onlyWhere } from '../helpers/only-where.js';

const run = promisify(execFile);

const NODE = { name: 'Node 20', version: process.versions.node, binary: process.execPath };

/** A column of the benchmark, as far as it has to do with simulators. */
interface Column {
  readonly label: string;
  readonly algorithms: () => string[] | Promise<string[]>;
  readonly simulate: (model: {
    algorithm: string;
    backends: number;
    requests: number;
  }) => [string, (string | number)[]];
}

const [lbsim] = lbsims([{ label: 'lbsim', binary: resolve('bin/lbsim.js') }], [NODE]) as [Column];
const peer = simpy as unknown as Column;

/** The mean sojourn of round-robin over 10 backends at a load of 0.9: E10/M/1. */
const THEORY = 5.6603;

interface Figures {
  readonly nanoseconds: number;
  readonly meanSojourn: number;
}

async function simulated(column: Column): Promise<Figures> {
  const model = { algorithm: 'round-robin', backends: 10, requests: 100_000 };
  const [command, args] = column.simulate(model);
  const { stdout } = await run(command, args.map(String));
  return JSON.parse(stdout) as Figures;
}

describe('the simulators of the benchmark', () => {
  it('name the algorithms that they have', async () => {
    expect(await lbsim.algorithms()).toContain('least-connections');
    expect(await lbsim.algorithms()).toEqual(expect.arrayContaining(await peer.algorithms()));
  });

  it('run the model that they are compared on: lbsim', async () => {
    const { nanoseconds, meanSojourn } = await simulated(lbsim);
    expect(nanoseconds).toBeGreaterThan(0);
    expect(Math.abs(meanSojourn / THEORY - 1)).toBeLessThan(0.15);
  });

  const lack = missing(simpy.needs);
  onlyWhere(lack === undefined, `the models to compare with take SimPy: ${lack ?? ''}`).it(
    `run the model that they are compared on: SimPy ${lack ?? ''}`,
    async () => {
      const { nanoseconds, meanSojourn } = await simulated(peer);
      expect(nanoseconds).toBeGreaterThan(0);
      expect(Math.abs(meanSojourn / THEORY - 1)).toBeLessThan(0.15);
    },
  );
});

describe('the growth of an event', () => {
  it('is what it takes with many backends to what it takes with few, whichever came first', async () => {
    const column: Column = { ...lbsim, simulate: ({ backends }) => ['', [backends]] };
    const asked: number[] = [];
    const bench = {
      quick: false,
      rounds: 2,
      columnsFor: () => [column],
      progress: () => undefined,
      tried: (_work: unknown, _column: unknown, _results: unknown, action: () => Promise<void>) => action(),
      processes: {
        run: (_label: string, _core: number, _command: string, [backends = 0]: number[]) => {
          asked.push(backends);
          return Promise.resolve(JSON.stringify({ nanoseconds: backends === 10 ? 200 : 300 }));
        },
      },
    };
    const results = await eventGrowth.run(bench);
    expect(results.get(lbsim.label)).toEqual({
      'event-growth-round-robin': [1.5, 1.5],
      'event-growth-power-of-two': [1.5, 1.5],
      'event-growth-least-connections': [1.5, 1.5],
    });
    expect(asked.slice(0, 2)).toEqual([10, 10_000]);
    expect(asked.slice(-2)).toEqual([10_000, 10]);
  });
});
