import { describe, expect, it } from '@jest/globals';
import { erlangLoss } from '../../../lib/simulator/theory/erlang-loss.js';

/** The formula as Erlang wrote it: (aᶜ / c!) / Σ aⁱ / i!. */
function asWritten(servers: number, offered: number): number {
  let [term, sum] = [1, 1];
  for (let i = 1; i <= servers; i++) sum += term *= offered / i;
  return term / sum;
}

describe("Erlang's B formula", () => {
  it.each([
    [1, 1, 0.5],
    [2, 1, 0.2],
    [5, 3, 0.1101],
    [10, 5, 0.0184],
    [10, 9, 0.168],
    [20, 12, 0.0098],
  ])('loses for %d servers and %d erlangs what tables say, %d', (servers, offered, loss) => {
    expect(erlangLoss(servers, offered)).toBeCloseTo(loss, 4);
  });

  it.each([
    [3, 2.5],
    [50, 45],
    [100, 130],
  ])('is for %d servers and %d erlangs what it is as written', (servers, offered) => {
    expect(erlangLoss(servers, offered)).toBeCloseTo(asWritten(servers, offered), 12);
  });

  it('neither overflows nor cancels with ten thousand servers', () => {
    // For as many erlangs as servers it tends to √(2 / πc).
    expect(erlangLoss(10_000, 10_000) / Math.sqrt(2 / (Math.PI * 10_000))).toBeCloseTo(1, 1);
  });

  it('loses all without servers', () => {
    expect(erlangLoss(0, 3)).toBe(1);
  });
});
