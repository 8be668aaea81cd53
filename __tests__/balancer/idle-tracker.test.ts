import { describe, expect, it } from '@jest/globals';
import { IdleTracker } from '../../lib/balancer/idle-tracker.js';

describe('the silence of a connection', () => {
  it('begins with the first look', () => {
    expect(new IdleTracker().idleFor(5000, 0, false)).toBe(0);
  });

  it('lasts while no byte passes, and begins anew when one has', () => {
    const silence = new IdleTracker();
    const looks = [
      [0, 10],
      [100, 10],
      [250, 10],
      [300, 11],
      [450, 11],
    ].map(([now = 0, bytes = 0]) => silence.idleFor(now, bytes, false));
    expect(looks).toEqual([0, 100, 250, 0, 150]);
  });

  it('begins anew when one side has finished', () => {
    const silence = new IdleTracker();
    silence.idleFor(0, 10, false);
    expect([silence.idleFor(900, 10, true), silence.idleFor(1000, 10, true)]).toEqual([0, 100]);
  });
});
