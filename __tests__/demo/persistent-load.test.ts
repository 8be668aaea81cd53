import { describe, expect, it } from '@jest/globals';
import { ClientFailure } from '../../lib/client/failure.js';
import { PersistentLoad } from '../../lib/demo/persistent-load.js';

const lost = (): Promise<never> => Promise.reject(new ClientFailure('reset', 'connection reset'));

describe('a persistent load', () => {
  it('asks each question until it is answered, and counts who answered', async () => {
    let tries = 0;
    const load = new PersistentLoad(() => (++tries % 3 === 0 ? Promise.resolve('B1') : lost()), 1);
    const running = load.run();
    await load.until(() => load.answered >= 2);
    load.stop();
    await running;
    expect(load.asked).toBe(load.answered);
    expect(load.askedAgain).toBe(load.asked);
    expect(load.answersOf('B1')).toBe(load.answered);
    expect(load.answersOf('B2')).toBe(0);
  });

  it('counts a question that it gave up as not answered', async () => {
    let tries = 0;
    const load = new PersistentLoad(() => {
      if (++tries === 5) load.stop();
      return lost();
    }, 1);
    await load.run();
    expect([load.asked, load.answered, load.askedAgain]).toEqual([1, 0, 1]);
  });

  it('lets other errors through', async () => {
    const load = new PersistentLoad(() => Promise.reject(new TypeError('a bug')), 1);
    await expect(load.run()).rejects.toThrow('a bug');
  });
});
