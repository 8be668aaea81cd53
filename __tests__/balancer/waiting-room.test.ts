import { describe, expect, it } from '@jest/globals';
import { WaitingRoom } from '../../lib/balancer/waiting-room.js';

describe('the waiting room', () => {
  it('calls everyone in order of arrival', () => {
    const room = new WaitingRoom<number>();
    const called: number[] = [];
    for (const n of [1, 2, 3]) room.enter(n);
    room.callAll((n) => called.push(n));
    expect(called).toEqual([1, 2, 3]);
    expect(room.size).toBe(0);
  });

  it('frees the place of one who leaves', () => {
    const room = new WaitingRoom<string>();
    const called: string[] = [];
    room.enter('leaves');
    room.enter('stays');
    room.leave('leaves');
    expect(room.size).toBe(1);
    room.callAll((name) => called.push(name));
    expect(called).toEqual(['stays']);
  });

  it('lets one who comes back while others are called wait for the next call', () => {
    const room = new WaitingRoom<string>();
    let calls = 0;
    room.enter('comes back');
    room.callAll((name) => {
      calls++;
      room.enter(name);
    });
    expect([calls, room.size]).toEqual([1, 1]);
  });

  it('does not call one who leaves while others are called', () => {
    const room = new WaitingRoom<string>();
    const called: string[] = [];
    room.enter('first');
    room.enter('second');
    room.callAll((name) => {
      called.push(name);
      room.leave('second');
    });
    expect(called).toEqual(['first']);
  });
});
