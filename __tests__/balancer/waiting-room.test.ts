import { describe, expect, it } from '@jest/globals';
import { WaitingRoom } from '../../lib/balancer/waiting-room.js';

describe('the waiting room', () => {
  it('calls everyone in order of arrival', () => {
    const room = new WaitingRoom();
    const called: number[] = [];
    for (const n of [1, 2, 3]) room.enter(() => called.push(n));
    room.releaseAll();
    expect(called).toEqual([1, 2, 3]);
    expect(room.size).toBe(0);
  });

  it('frees the place of one who leaves', () => {
    const room = new WaitingRoom();
    const called: string[] = [];
    const leave = room.enter(() => called.push('left'));
    room.enter(() => called.push('stayed'));
    leave();
    expect(room.size).toBe(1);
    room.releaseAll();
    expect(called).toEqual(['stayed']);
  });

  it('lets one who comes back while others are called wait for the next call', () => {
    const room = new WaitingRoom();
    let calls = 0;
    const come = (): void => {
      calls++;
      room.enter(come);
    };
    room.enter(come);
    room.releaseAll();
    expect([calls, room.size]).toEqual([1, 1]);
  });

  it('does not call one who leaves while others are called', () => {
    const room = new WaitingRoom();
    const called: string[] = [];
    let leave = (): void => undefined;
    room.enter(() => leave());
    leave = room.enter(() => called.push('second'));
    room.releaseAll();
    expect(called).toEqual([]);
  });
});
