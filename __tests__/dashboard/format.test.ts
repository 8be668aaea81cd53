import { expect, it } from '@jest/globals';
import { score } from '../../dashboard/parts/format.js';

it('scores have three digits, or all those before the point', () => {
  const cases: [number | undefined, string][] = [
    [undefined, '–'],
    [0, '0'],
    [1 / 3, '0.333'],
    [0.000123456, '0.000123'],
    [100, '100'],
    [120, '120'],
    [12.5, '12.5'],
    [-2, '-2'],
    [43_641, '43,641'],
  ];
  expect(cases.map(([value]) => score(value))).toEqual(cases.map(([, text]) => text));
});
