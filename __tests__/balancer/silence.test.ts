import { describe, expect, it } from '@jest/globals';
import { Silence } from '../../lib/balancer/silence.js';

describe('the silence of a connection', () => {
  it('begins with the first look', () => {
    expect(new Silence().look(5000, 0, false)).toBe(0);
  });

  it('lasts while no byte passes, and begins anew when one has', () => {
    const silence = new Silence();
    const looks = [
      [0, 10],
      [100, 10],
      [250, 10],
      [300, 11],
      [450, 11],
    ].map(([now = 0, bytes = 0]) => silence.look(now, bytes, false));
    expect(looks).toEqual([0, 100, 250, 0, 150]);
  });

  it('begins anew when one side has finished', () => {
    const silence = new Silence();
    silence.look(0, 10, false);
    expect([silence.look(900, 10, true), silence.look(1000, 10, true)]).toEqual([0, 100]);
  });
});
