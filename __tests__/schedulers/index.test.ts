import { describe, expect, it } from '@jest/globals';
import { ALGORITHMS, createScheduler, isAlgorithm } from '../../lib/schedulers/index.js';
import { LbsimError } from '../../lib/errors.js';

describe('the table of algorithms', () => {
  it('lists all names, the default first', () => {
    expect(ALGORITHMS[0]).toBe('auto');
    expect(ALGORITHMS).toEqual(
      expect.arrayContaining(['round-robin', 'least-connections', 'random', 'power-of-two']),
    );
  });

  it.each(ALGORITHMS)('makes a scheduler of the name %s', (name) => {
    expect(isAlgorithm(name)).toBe(true);
    expect(createScheduler(name, () => 0).name).toBe(name);
  });

  it('makes a new scheduler each time', () => {
    expect(createScheduler('auto', () => 0)).not.toBe(createScheduler('auto', () => 0));
  });

  it.each(['fastest', '', 'Round-Robin', 'toString', '__proto__'])('does not know the name %p', (name) => {
    expect(isAlgorithm(name)).toBe(false);
    expect(() => createScheduler(name, () => 0)).toThrow(
      new LbsimError(
        'ERR_UNKNOWN_ALGORITHM',
        `unknown algorithm '${name}': use one of ${ALGORITHMS.join(', ')}`,
      ),
    );
  });

  it('refuses an unknown name as an error of usage', () => {
    try {
      createScheduler('fastest', () => 0);
    } catch (error) {
      expect(error).toMatchObject({ code: 'ERR_UNKNOWN_ALGORITHM', kind: 'usage' });
    }
    expect.assertions(1);
  });
});
