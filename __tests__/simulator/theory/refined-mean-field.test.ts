import { describe, expect, it } from '@jest/globals';
import { meanFieldSojourn } from '../../../lib/simulator/theory/mean-field.js';
import { refinedMeanField } from '../../../lib/simulator/theory/refined-mean-field.js';

const HUNDRED = { backends: 100, choices: 2, load: 0.9 } as const;

describe('the refined mean field', () => {
  it('is for independent draws within 1/N² of the figure published for 100 backends, 2.6590', () => {
    expect(refinedMeanField({ ...HUNDRED, sample: 'independent' })).toBeCloseTo(2.659, 2);
  });

  it('is 2.645 for distinct draws', () => {
    expect(refinedMeanField({ ...HUNDRED, sample: 'distinct' })).toBeCloseTo(2.645, 3);
  });

  it.each(['independent', 'distinct'] as const)('tends to the mean field: %s', (sample) => {
    const error = (backends: number): number =>
      refinedMeanField({ ...HUNDRED, backends, sample }) - meanFieldSojourn(2, 0.9);

    expect(error(1e9)).toBeCloseTo(0, 7);
    expect(error(100) / error(1000)).toBeCloseTo(10, 8);
  });

  it('is off by 1 / (2N (1 − ρ)) requests per backend as the load goes to 1, as Gast found', () => {
    const load = 0.9999;
    const sojourn = refinedMeanField({ backends: 1, choices: 2, sample: 'independent', load });
    const off = load * (sojourn - meanFieldSojourn(2, load));

    expect(off * 2 * (1 - load)).toBeCloseTo(1, 2);
  });

  it('is for one choice what any number of M/M/1 are', () => {
    expect(refinedMeanField({ backends: 50, choices: 1, sample: 'independent', load: 0.3 })).toBeCloseTo(
      1 / 0.7,
      6,
    );
  });
});
