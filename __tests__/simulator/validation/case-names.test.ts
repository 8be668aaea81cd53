import { describe, expect, it } from '@jest/globals';
import { CASE_NAMES, namesFor } from '../../../lib/simulator/validation/case-names.js';

describe('the names of cases', () => {
  it('are each of one case', () => {
    expect(new Set(CASE_NAMES).size).toBe(CASE_NAMES.length);
    for (const name of CASE_NAMES) expect(namesFor(name)).toEqual([name]);
  });

  it('can be asked for by a beginning that they share', () => {
    expect(namesFor('round-robin')).toEqual(['round-robin-10', 'round-robin-2']);
    expect(namesFor('round')).toEqual(['round-robin-10', 'round-robin-2']);
    expect(namesFor('roun')).toEqual([]);
    expect(namesFor('')).toEqual([]);
  });
});
