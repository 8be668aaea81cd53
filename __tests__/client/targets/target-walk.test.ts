import { describe, expect, it } from '@jest/globals';
import { ClientFailure } from '../../../lib/client/failure.js';
import { TargetList } from '../../../lib/client/targets/target-list.js';
import { targetList } from '../../../lib/client/targets/target-options.js';
import { TargetWalk } from '../../../lib/client/targets/target-walk.js';

const [A, B, C] = ['a', 'b', 'c'].map((host) => ({ host, port: 1 })) as [Target, Target, Target];
interface Target {
  readonly host: string;
  readonly port: number;
}

const GONE = new ClientFailure('reset', 'connection reset');

/** Where a walk goes when each target that it comes to is away. */
function wayOf(walk: TargetWalk): string {
  let way = walk.current.host;
  while (walk.goOn(GONE)) way += walk.current.host;
  return way;
}

describe('a walk through targets', () => {
  it('tries each once, in order', () => {
    expect(wayOf(new TargetWalk(new TargetList([A, B, C])))).toBe('abc');
    expect(wayOf(new TargetWalk(new TargetList([A])))).toBe('a');
  });

  it('tries each once more after an answer: the others first, then the one that is lost', () => {
    const walk = new TargetWalk(new TargetList([A, B, C]));
    walk.goOn(GONE);
    walk.answered();
    expect(wayOf(walk)).toBe('bcab');
  });

  it("stays where it is when the failure is the connection's own", () => {
    const walk = new TargetWalk(new TargetList([A, B]));
    expect(walk.goOn(new ClientFailure('mismatch', 'wrong'))).toBe(false);
    expect(walk.current).toBe(A);
  });

  it('has no further target after the answer of the only one', () => {
    const walk = new TargetWalk(new TargetList([A]));
    walk.answered();
    expect(walk.goOn(GONE)).toBe(false);
  });

  it('says which target a connection has left, once it stands at another', () => {
    const walk = new TargetWalk(new TargetList([A, B, C]));
    expect(walk.stands()).toBeUndefined();
    walk.goOn(GONE);
    walk.goOn(GONE);
    expect([walk.stands(), walk.stands()]).toEqual([{ from: A, to: C, failure: GONE }, undefined]);
    expect(walk.unreached).toEqual([
      [A, GONE],
      [B, GONE],
    ]);
    walk.answered();
    expect(walk.unreached).toEqual([]);
  });

  it('takes new connections along, and those that leave the same target later change nothing', () => {
    const list = new TargetList([A, B, C]);
    const [one, two] = [new TargetWalk(list), new TargetWalk(list)];
    one.goOn(GONE);
    one.stands();
    expect(wayOf(new TargetWalk(list))).toBe('bca');
    two.goOn(GONE);
    two.goOn(GONE);
    two.stands();
    expect(wayOf(new TargetWalk(list))).toBe('bca');
    one.restart();
    expect(wayOf(one)).toBe('bca');
  });

  it('begins anywhere when it is to pick at random, wherever others have gone', () => {
    const draws = [0.99, 0, 0.34];
    const list = new TargetList([A, B, C], 'random', () => draws.shift() ?? 0);
    list.moved(A, B);
    expect([1, 2, 3].map(() => wayOf(new TargetWalk(list)))).toEqual(['cab', 'abc', 'bca']);
  });
});

describe('the targets of a program', () => {
  it.each([
    [{ fallbacks: [{ host: 'A', port: 1 }] }, "'a:1' is listed twice: list each address once"],
    [{ fallbacks: [{ host: 'b', port: 0 }] }, 'port 0 is out of range: use 1 to 65535'],
    [{ pick: 'last' as 'first' }, 'pick'],
  ])('are refused: %j', (more, message) => {
    expect(() => targetList({ host: 'a', port: 1, ...more })).toThrow(message);
  });

  it('are the same however an IPv6 address is written', () => {
    const fallbacks = [{ host: '0:0::1', port: 1 }];
    expect(() => targetList({ host: '::1', port: 1, fallbacks })).toThrow("'[::1]:1' is listed twice");
  });
});
