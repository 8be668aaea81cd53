import { describe, expect, it } from '@jest/globals';
import { Moves } from '../../lib/dispatch/moves.js';

describe('the moves of a client', () => {
  it('come at once, then no earlier than 100 ms after the last one, doubling to 5 s', () => {
    const moves = new Moves();
    let now = 1000;
    const waits = Array.from({ length: 9 }, () => {
      const wait = moves.begin(now, false);
      now += wait;
      moves.done(now);
      return wait;
    });
    expect(waits).toEqual([0, 100, 200, 400, 800, 1600, 3200, 5000, 5000]);
  });

  it('come at once when the last one is long enough ago', () => {
    const moves = new Moves();
    moves.begin(0, false);
    moves.done(10);
    expect(moves.begin(60, false)).toBe(50);
    moves.done(110);
    expect(moves.begin(310, false)).toBe(0);
  });

  it('are as many as there are backends, if the client says nothing', () => {
    const moves = new Moves();
    const allowed = [1, 2, 3].map(() => {
      const may = moves.mayMove(false, 2);
      moves.begin(0, true);
      return may;
    });
    expect(allowed).toEqual([true, true, false]);
    expect([moves.mayMove(true, 2), moves.mayMove(false, 2)]).toEqual([true, true]);
  });

  it('are told apart: those after bytes had passed are reroutes', () => {
    const moves = new Moves();
    for (const rerouted of [true, false, true]) moves.begin(0, rerouted);
    expect(moves.reroutes).toBe(2);
  });
});
