import { describe, expect, it } from '@jest/globals';
import { WaitingRoom } from '../../lib/balancer/waiting-room.js';

describe('the waiting room', () => {
  it('calls everyone in order of arrival', () => {
    const room = new WaitingRoom<number>();
    const called: number[] = [];
    for (const n of [1, 2, 3]) room.enter(n, 'backend');
    room.callAll((n) => called.push(n));
    expect(called).toEqual([1, 2, 3]);
    expect(room.count('backend')).toBe(0);
  });

  it('frees the place of one who leaves', () => {
    const room = new WaitingRoom<string>();
    const called: string[] = [];
    room.enter('leaves', 'backend');
    room.enter('stays', 'place');
    expect([room.leave('leaves'), room.leave('leaves')]).toEqual([true, false]);
    expect([room.count('backend'), room.count('place')]).toEqual([0, 1]);
    room.callAll((name) => called.push(name));
    expect(called).toEqual(['stays']);
  });

  it('lets one who comes back while others are called wait for the next call', () => {
    const room = new WaitingRoom<string>();
    let calls = 0;
    room.enter('comes back', 'place');
    room.callAll((name) => {
      calls++;
      room.enter(name, 'place');
    });
    expect([calls, room.count('place')]).toEqual([1, 1]);
  });

  it('does not call one who leaves while others are called', () => {
    const room = new WaitingRoom<string>();
    const called: string[] = [];
    room.enter('first', 'place');
    room.enter('second', 'place');
    room.callAll((name) => {
      called.push(name);
      room.leave('second');
    });
    expect(called).toEqual(['first']);
  });

  it('lets the one who has waited longest be next', () => {
    const room = new WaitingRoom<string>();
    room.enter('first', 'place');
    room.enter('second', 'backend');
    room.enter('third', 'place');
    room.leave('first');
    expect([room.next(), room.next(), room.next()]).toEqual(['second', 'third', undefined]);
    expect([room.count('backend'), room.count('place')]).toEqual([0, 0]);
  });
});
