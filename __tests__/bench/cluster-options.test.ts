import { describe, expect, it } from '@jest/globals';
import { parseClusterOptions } from '../../bench/cluster/options.js';

const partsOf = (...args: string[]): string[] => parseClusterOptions(args).parts.map(({ name }) => name);

describe('the options of the benchmark of several balancers', () => {
  it('measure everything, or a part of it', () => {
    expect(partsOf()).toEqual(['connection', 'dead-store', 'sessions', 'killed']);
    expect(partsOf('--only', 'killed,connection')).toEqual(['connection', 'killed']);
  });

  it('say how often and how thoroughly', () => {
    expect(parseClusterOptions(['--rounds', '7'])).toMatchObject({ rounds: 7, quick: false });
    expect(parseClusterOptions(['--quick'])).toMatchObject({ rounds: undefined, quick: true });
  });

  it.each([
    [
      ['--only', 'alive'],
      "--only does not know 'alive': use some of connection, dead-store, sessions, killed",
    ],
    [['--rounds', '0'], '--rounds wants a whole number from 1, not 0'],
    [['--seconds', '1'], 'Unknown argument: seconds; --help lists all options'],
  ])('refuse %j', (args, message) => {
    expect(() => parseClusterOptions(args)).toThrow(message);
  });
});
