import { describe, expect, it } from '@jest/globals';
import { startBackends, startBalance } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { answerOrError, RESET } from '../helpers/sockets.js';

const onEnd = cleanup();

describe('--rate-limit', () => {
  it('lets twice as many connect at once as may a second, and resets the others of that address', async () => {
    const lb = startBalance(
      await startBackends(1, onEnd),
      onEnd,
      '--rate-limit',
      '0.0015',
      '--log-connections',
      'all',
    );
    // Rounded down that is none at all, and one there always is.
    const port = await lb.port();
    for (const localAddress of ['127.0.0.2', '127.0.0.3']) {
      expect(await answerOrError(port, { localAddress })).toBe('B1:x');
      expect(await answerOrError(port, { localAddress })).toMatch(RESET);
      expect(await answerOrError(port, { localAddress })).toMatch(RESET);
    }
    const closed = await lb.until(
      '6 records',
      () => lb.all('connection_close').length === 6 && lb.all('connection_close'),
    );
    const limited = closed.filter(({ end }) => end === 'rate_limited');
    expect(limited).toHaveLength(4);
    for (const record of limited) expect(record).toMatchObject({ backend: null, bytesIn: 0 });
    expect(lb.all('connection_open')).toHaveLength(2);
  });

  it('lets an address in again at the rate', async () => {
    const lb = startBalance(await startBackends(1, onEnd), onEnd, '--rate-limit', '5');
    const port = await lb.port();
    const began = performance.now();
    let served = 0;
    let refused = 0;
    // As many at once as may come at once and some more: at least one comes too often, however slow the machine is.
    while (refused === 0 || served < 14) {
      const answers = await Promise.all(Array.from({ length: 14 }, () => answerOrError(port)));
      const more = answers.filter((answer) => answer === 'B1:x').length;
      served += more;
      refused += answers.length - more;
    }
    const seconds = (performance.now() - began) / 1000;
    // A burst of ten, and one for each fifth of a second.
    expect(served).toBeLessThanOrEqual(10 + 5 * seconds + 1);
    await lb.until('one that came too often', () =>
      lb.all('connection_close').find(({ end }) => end === 'rate_limited'),
    );
  });
});
