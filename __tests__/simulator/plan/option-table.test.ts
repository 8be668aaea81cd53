import { describe, expect, it } from '@jest/globals';
import * as command from '../../../lib/cli/commands/simulation-options.js';
import { largeInteger as countKind } from '../../../lib/schema/number.js';
import * as kinds from '../../../lib/simulator/plan/backend-kinds.js';

const count = (min: number) => countKind(min).parse;
const { parse: loads } = command.loads;
const { parse: backendsOrSpeeds } = kinds.backendsOrSpeeds;
const { parse: weightList } = kinds.weightList;

describe('a count', () => {
  it.each([
    ['1000', 1000],
    ['1e6', 1_000_000],
    ['2.5e3', 2500],
    ['1E3', 1000],
  ])('may be written as %s', (text, value) => expect(count(1)(text)).toBe(value));

  it.each(['', '-1', '1.5', '1e-3', '1e30', '1_000', '1,000', 'many', 'Infinity'])('is not %j', (text) => {
    expect(() => count(1)(text)).toThrow(
      /^'.*' is (not a whole number|out of range): use a whole number from 1 up, such as 1000 or 1e6/,
    );
  });

  it('has a least', () => {
    expect(count(0)('0')).toBe(0);
    expect(() => count(1)('0')).toThrow("'0' is out of range: use a whole number from 1 up");
  });
});

describe('backends', () => {
  it('are so many, or of these speeds', () => {
    expect(backendsOrSpeeds('10')).toBe(10);
    expect(backendsOrSpeeds('1,1, 2,0.5')).toEqual([1, 1, 2, 0.5]);
  });

  it.each(['1,', '1,-2', '1,fast', '1,0'])('are not %j', (text) => {
    expect(() => backendsOrSpeeds(text)).toThrow(/is not a speed: use speeds above 0, such as 1,1,2,4/);
  });

  it('have whole weights', () => {
    expect(weightList('1,2,256')).toEqual([1, 2, 256]);
    expect(() => weightList('1,2.5')).toThrow("'2.5' is not a whole number: use a number from 1 to 256");
    expect(() => weightList('1,257')).toThrow("'257' is out of range");
  });
});

describe('loads', () => {
  it('are one, or a range with a step, without the errors of sums', () => {
    expect(loads('0.8')).toEqual([0.8]);
    expect(loads('0.1:0.7:0.1')).toEqual([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]);
    expect(loads('0.5:0.5:0.1')).toEqual([0.5]);
    expect(loads('0.5:0.74:0.1')).toEqual([0.5, 0.6, 0.7]);
  });

  it.each([
    '',
    '0',
    'half',
    '0.9:0.5:0.1',
    '0.5:0.9:0',
    '0.5:0.9:-1',
    '0.1:0.2:0.1:1',
    '0.5:',
    ':0.9',
    '0.5:0.9',
  ])('are not %j', (text) => {
    expect(() => loads(text)).toThrow(/is not a load: use a number above 0 such as 0\.8, or a range/);
  });

  it('are not too many', () => {
    expect(() => loads('0.1:0.9:0.001')).toThrow("'0.1:0.9:0.001' has 801 loads: use at most 200");
  });
});
