import { describe, expect, it } from '@jest/globals';
import { ALGORITHM_ALIASES, algorithmNamed, ALGORITHMS, newScheduler } from '../../lib/schedulers/index.js';
import { LbsimError } from '../../lib/errors.js';

describe('the table of algorithms', () => {
  it('lists all names, the default first', () => {
    expect(ALGORITHMS[0]).toBe('auto');
    expect(ALGORITHMS).toEqual(
      expect.arrayContaining(['round-robin', 'least-connections', 'random', 'power-of-two', 'peak-ewma']),
    );
  });

  it.each(ALGORITHMS)('makes a scheduler of the name %s', (name) => {
    expect(algorithmNamed(name)).toBe(name);
    expect(newScheduler(name, () => 0).name).toBe(name);
  });

  it.each([
    ['rr', 'round-robin'],
    ['leastconn', 'least-connections'],
    ['least_conn', 'least-connections'],
    ['p2c', 'power-of-two'],
    ['random2', 'power-of-two'],
  ])('knows %s as %s', (alias, name) => {
    expect(algorithmNamed(alias)).toBe(name);
    expect(newScheduler(alias, () => 0).name).toBe(name);
  });

  it('has no alias that is a name', () => {
    expect(
      Object.keys(ALGORITHM_ALIASES).filter((alias) => ALGORITHMS.some((name) => name === alias)),
    ).toEqual([]);
  });

  it.each([
    {
      name: 'power-of-two',
      options: { choices: 0 },
      message: 'choices 0 is out of range: use an integer from',
    },
    { name: 'power-of-two', options: { choices: 1.5 }, message: 'choices 1.5 is out of range' },
    { name: 'peak-ewma', options: { choices: 257 }, message: 'choices 257 is out of range' },
    {
      name: 'peak-ewma',
      options: { sample: 'twice' as 'distinct' },
      message: "sample 'twice' is unknown: use one of distinct, independent",
    },
    { name: 'peak-ewma', options: { decay: 0 }, message: 'decay 0 is out of range: use a time above 0' },
    { name: 'peak-ewma', options: { decay: NaN }, message: 'decay NaN is out of range' },
  ])('refuses $options for $name', ({ name, options, message }) => {
    expect(() => newScheduler(name, () => 0, options)).toThrow(
      expect.objectContaining({
        code: 'ERR_OPTION_INVALID',
        kind: 'usage',
        message: expect.stringContaining(message),
      }),
    );
  });

  it('makes a new scheduler each time', () => {
    expect(newScheduler('auto', () => 0)).not.toBe(newScheduler('auto', () => 0));
  });

  it.each([
    ['fastest', ''],
    ['', ''],
    ['toString', ''],
    ['__proto__', ''],
    ['Round-Robin', ' (did you mean round-robin?)'],
  ])('does not know the name %p', (name, hint) => {
    expect(algorithmNamed(name)).toBeUndefined();
    expect(() => newScheduler(name, () => 0)).toThrow(
      new LbsimError(
        'ERR_UNKNOWN_ALGORITHM',
        `unknown algorithm '${name}'${hint}: use one of ${ALGORITHMS.join(', ')}`,
      ),
    );
  });

  it('refuses an unknown name as an error of usage', () => {
    try {
      newScheduler('fastest', () => 0);
    } catch (error) {
      expect(error).toMatchObject({ code: 'ERR_UNKNOWN_ALGORITHM', kind: 'usage' });
    }
    expect.assertions(1);
  });
});
