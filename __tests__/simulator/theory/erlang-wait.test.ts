import { describe, expect, it } from '@jest/globals';
import { erlangWait } from '../../../lib/simulator/theory/erlang-wait.js';

/** As a sum over the states of M/M/c, the busy ones in closed form. */
function asWritten(servers: number, offered: number): number {
  let [term, idle] = [1, 0];
  for (let i = 0; i < servers; i++) {
    idle += term;
    term *= offered / (i + 1);
  }
  const busy = term / (1 - offered / servers);
  return busy / (idle + busy);
}

describe("Erlang's C formula", () => {
  it('makes wait with one server whoever comes while it works', () => {
    expect(erlangWait(1, 0.8)).toBeCloseTo(0.8, 12);
  });

  it.each([
    [2, 1, 1 / 3],
    [3, 2, 4 / 9],
    [5, 4, 0.5541],
    [10, 9, 0.6687],
  ])('makes wait for %d servers and %d erlangs what tables say, %d', (servers, offered, waits) => {
    expect(erlangWait(servers, offered)).toBeCloseTo(waits, 4);
  });

  it.each([
    [4, 3.9],
    [50, 40],
    [120, 119],
  ])('is for %d servers and %d erlangs the sum over the states', (servers, offered) => {
    expect(erlangWait(servers, offered)).toBeCloseTo(asWritten(servers, offered), 10);
  });
});
