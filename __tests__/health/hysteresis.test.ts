import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { step, undecided, UNKNOWN, type HysteresisState } from '../../lib/health/hysteresis.js';

/**
 * Runs results through, `+` well and `-` failed. Of each state: `U` up, `D` down, in lower case while results speak
 * against it without having turned it yet; with `!` where it flipped.
 */
function run(rise: number, fall: number, results: string): string {
  let state: HysteresisState = UNKNOWN;
  return Array.from(results)
    .map((result) => {
      const after = step(state, result === '+', { rise, fall });
      state = after.state;
      const letter = state.up === true ? 'U' : 'D';
      return (undecided(state) ? letter.toLowerCase() : letter) + (after.flipped ? '!' : '');
    })
    .join('');
}

describe('hysteresis', () => {
  it.each([
    // rise, fall, results, states
    [1, 1, '+', 'U'],
    [1, 1, '-', 'D'],
    [1, 1, '++--++', 'UUD!DU!U'],
    [1, 1, '-+-+', 'DU!D!U!'],
    [3, 3, '+', 'U'],
    [3, 3, '-', 'D'],
    [1, 3, '+---', 'UuuD!'],
    [1, 3, '+--+--+---', 'UuuUuuUuuD!'],
    [1, 3, '+---+', 'UuuD!U!'],
    [3, 1, '-+++', 'DddU!'],
    [3, 1, '-++-+++', 'DddDddU!'],
    [3, 1, '+-+++', 'UD!ddU!'],
    [2, 2, '+-+-+-', 'UuUuUu'],
    [2, 2, '+--++', 'UuD!dU!'],
    [2, 3, '+-----', 'UuuD!DD'],
  ])('with rise %i and fall %i takes the results %s to the states %s', (rise, fall, results, states) => {
    expect(run(rise, fall, results)).toBe(states);
  });

  it('knows nothing before the first result, and is not undecided then', () => {
    expect(UNKNOWN.up).toBeUndefined();
    expect(undecided(UNKNOWN)).toBe(false);
  });

  it('lets the first result decide alone, without a flip', () => {
    const thresholds = { rise: 5, fall: 5 };
    expect(step(UNKNOWN, true, thresholds)).toEqual({ state: { up: true, contrary: 0 }, flipped: false });
    expect(step(UNKNOWN, false, thresholds)).toEqual({ state: { up: false, contrary: 0 }, flipped: false });
  });

  it('changes nothing that it is given', () => {
    const state = Object.freeze({ up: true, contrary: 1 });
    expect(step(state, false, Object.freeze({ rise: 1, fall: 3 }))).toEqual({
      state: { up: true, contrary: 2 },
      flipped: false,
    });
  });

  it('flips exactly after so many contrary results in a row, for any sequence', () => {
    const threshold = fc.integer({ min: 1, max: 4 });
    const results = fc.array(fc.boolean(), { minLength: 1, maxLength: 60, size: 'max' });
    const property = fc.property(threshold, threshold, results, (rise, fall, sequence) => {
      let state = UNKNOWN;
      let up: boolean | undefined;
      for (const [index, ok] of sequence.entries()) {
        const needed = ok ? rise : fall;
        const inARow = sequence
          .slice(0, index + 1)
          .toReversed()
          .findIndex((result) => result !== ok);
        const length = inARow === -1 ? index + 1 : inARow;
        const expected = up !== undefined && up !== ok && length >= needed;
        const after = step(state, ok, { rise, fall });
        state = after.state;
        if (up === undefined || expected) up = ok;
        expect([after.flipped, state.up, undecided(state)]).toEqual([expected, up, up !== ok]);
      }
    });
    fc.assert(property, { seed: 1, numRuns: 200 });
  });
});
