import { expect, it } from '@jest/globals';
import { askOnce } from '../helpers/backends.js';
import { startBackends, startBalance } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';

const onEnd = cleanup();

it.each([
  ['1h', 2, 2],
  ['0', 10, 10],
])(
  '--slow-start %s gives a backend that came back %d of the next 20 clients',
  async (slowStart, least, most) => {
    const [b1, b2] = await startBackends(2, onEnd);
    if (b1 === undefined || b2 === undefined) throw new Error('two were asked for');
    const options = ['--algorithm', 'round-robin', '--sticky-key', 'none', '--health-check-interval', '0.2'];
    const lb = startBalance([b1, b2], onEnd, ...options, '--slow-start', slowStart);
    const port = await lb.port();
    const shareOfB2 = async (): Promise<number> => {
      let share = 0;
      for (let i = 0; i < 20; i++) if ((await askOnce(port)) === 'B2') share++;
      return share;
    };
    expect(await shareOfB2()).toBe(10); // at the start there is no slow start
    await b2.crash();
    await lb.event('failover');
    expect(await shareOfB2()).toBe(0);
    await b2.start();
    await lb.event('failback');
    const share = await shareOfB2();
    expect(share).toBeGreaterThanOrEqual(least - 1);
    expect(share).toBeLessThanOrEqual(most);
  },
);
