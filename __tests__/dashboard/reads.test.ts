import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { oneAtATime } from '../../dashboard/state/one-at-a-time.js';
import { Turns } from '../../dashboard/state/turns.js';

/** Answers that come when they are told to. */
class Answers {
  underWay = 0;
  most = 0;
  asked = 0;
  readonly #waiting: (() => void)[] = [];

  readonly ask = async (): Promise<void> => {
    this.asked += 1;
    this.underWay += 1;
    this.most = Math.max(this.most, this.underWay);
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.underWay -= 1;
  };

  /** The oldest that is under way is answered. */
  async next(): Promise<void> {
    this.#waiting.shift()?.();
    await setImmediate(); // and what follows from that
  }
}

describe('a read that is asked for again while its answer is missing', () => {
  it('is done once more after it, and no other is under way beside it', async () => {
    const answers = new Answers();
    const read = oneAtATime(answers.ask);
    let ended = 0;
    for (let times = 0; times < 5; times += 1) void read().then(() => (ended += 1));
    expect(answers.asked).toBe(1);
    await answers.next();
    expect({ ended, asked: answers.asked }).toEqual({ ended: 1, asked: 2 });
    void read();
    await answers.next();
    expect({ ended, asked: answers.asked }).toEqual({ ended: 5, asked: 3 });
    await answers.next();
    void read();
    expect({ asked: answers.asked, most: answers.most }).toEqual({ asked: 4, most: 1 });
  });
});

describe('turns', () => {
  it('let so many run at once, and the others in the order in which they came', async () => {
    const answers = new Answers();
    const turns = new Turns(2);
    const begun: string[] = [];
    for (const name of ['a', 'b', 'c', 'd'])
      void turns.run(() => {
        begun.push(name);
        return answers.ask();
      });
    await answers.next();
    expect(begun).toEqual(['a', 'b', 'c']);
    for (let times = 0; times < 3; times += 1) await answers.next();
    expect({ begun, most: answers.most, underWay: answers.underWay }).toEqual({
      begun: ['a', 'b', 'c', 'd'],
      most: 2,
      underWay: 0,
    });
  });

  it('go on after one that fails', async () => {
    const turns = new Turns(1);
    const failed = turns.run(() => Promise.reject(new Error('refused')));
    const next = turns.run(() => Promise.resolve('done'));
    await expect(failed).rejects.toThrow('refused');
    expect(await next).toBe('done');
  });
});
