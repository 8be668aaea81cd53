import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parseOptions } from '../../bench/options.js';

const BENCH = resolve('bench');

const worksOf = (...args: string[]): string[] => parseOptions(args).works.map(({ name }) => name);
const folderOf = (...args: string[]): string | undefined => parseOptions(args).folder;

describe('the options of the benchmark', () => {
  it('measure balancers unless they ask for the simulator', () => {
    expect(worksOf()).toEqual(['bulk', 'request', 'connection', 'idle', 'ping-pong', 'growth', 'pick']);
    expect(worksOf('--simulator')).toEqual(['event', 'event-growth']);
  });

  it('ask for nginx and wrk only where they are used', () => {
    expect(parseOptions([]).suite.needs.map(({ command }) => command)).toEqual(['wrk', 'nginx']);
    expect(parseOptions(['--simulator', '--quick']).suite.needs).toEqual([]);
  });

  it('take a part of the works and of the peers', () => {
    expect(worksOf('--only', 'pick,bulk')).toEqual(['bulk', 'pick']);
    expect(worksOf('--simulator', '--only', 'event')).toEqual(['event']);
    expect(parseOptions(['--simulator', '--peers', 'simpy', '--peers', 'lbsim']).peers).toEqual([
      'simpy',
      'lbsim',
    ]);
  });

  it.each([
    [['--only', 'event'], "--only does not know 'event': use some of bulk, request, "],
    [['--simulator', '--only', 'bulk'], "--only does not know 'bulk': use some of event, event-growth"],
    [['--peers', 'simpy'], "--peers does not know 'simpy': use some of lbsim, sockets, haproxy, "],
    [['--simulator', '--peers', 'pen'], "--peers does not know 'pen': use some of lbsim, simpy"],
    [['--rounds', '0.5'], '--rounds wants a whole number from 1, not 0.5'],
    [['--lbsim', 'old=/nowhere'], '--lbsim old=/nowhere: there is no /nowhere; build it'],
    [['--simulate'], 'Unknown argument: simulate; --help lists all options'],
  ])('refuse %j', (args, message) => {
    expect(() => parseOptions(args)).toThrow(message);
  });

  it('let a report be written when all was measured without haste', () => {
    expect(folderOf()).toBe(BENCH);
    expect(folderOf('--simulator')).toBe(BENCH);
    expect(folderOf('--simulator', '--rounds', '7')).toBe(BENCH);
  });

  it.each([['--quick'], ['--rounds', '4'], ['--only', 'event'], ['--peers', 'lbsim']])(
    'leave the report as it is with %s %s',
    (...args) => {
      expect(folderOf('--simulator', ...args)).toBeUndefined();
    },
  );

  it('let the report of another build be written only where they are told', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lbsim-options-'));
    try {
      const binary = join(folder, 'lbsim.js');
      writeFileSync(binary, '');
      const options = parseOptions(['--simulator', '--lbsim', `old=${binary}`, '--lbsim', '.']);
      expect(options.lbsim).toEqual([
        { label: 'old', binary },
        { label: 'lbsim', binary: resolve('bin/lbsim.js') },
      ]);
      expect(options.folder).toBeUndefined();
      expect(folderOf('--lbsim', binary, '--out', folder)).toBe(folder);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
