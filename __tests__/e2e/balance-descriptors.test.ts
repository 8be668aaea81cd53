import { expect, it } from '@jest/globals';
import { askOnce, TestClient } from '../helpers/backends.js';
import { startBackends } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { Lbsim } from '../helpers/lbsim.js';
import { pickFailures } from '../helpers/scrape.js';
import { closed, connectToLoopback } from '../helpers/sockets.js';

const onEnd = cleanup();
/** Enough for the process itself and some twenty connections, of two each. */
const DESCRIPTORS = 70;

it('goes on without file descriptors: live clients do not notice, others are closed, and all is well when there are some', async () => {
  const [backend] = await startBackends(1, onEnd);
  if (backend === undefined) throw new Error('one was asked for');
  const options = [
    '--port',
    '0',
    '--workers',
    '1',
    '--health-check-interval',
    '0.2',
    '--log-connections',
    'all',
  ];
  const lb = new Lbsim(['balance', '--backends', backend.spec, ...options], { descriptors: DESCRIPTORS });
  onEnd(() => lb.kill());
  const port = await lb.port();
  const live = await TestClient.connect(port);
  expect(await live.ask('1')).toBe('B1:1');

  const began = performance.now();
  const held = await Promise.all(Array.from({ length: 2 * DESCRIPTORS }, () => connectToLoopback(port)));
  for (const socket of held) socket.resume();
  // Some are closed as soon as they are accepted, some when no backend can be dialled for them.
  await lb.event('accept_failed');
  while (lb.all('accept_failed').length < 2) {
    const socket = await connectToLoopback(port);
    await closed(socket.resume().end());
  }
  const [said] = lb.all('accept_failed');
  expect(said).toMatchObject({ level: 'error', reason: 'too many open files' });
  expect(lb.all('accept_failed').length).toBeLessThanOrEqual(1 + (performance.now() - began) / 1000);
  expect(held.filter(({ readableEnded, closed }) => readableEnded || closed).length).toBeGreaterThan(
    DESCRIPTORS,
  );
  expect(await live.ask('2')).toBe('B1:2');
  for (const record of lb.all('connection_close')) expect(record.end).toBe('too_many_open_files');
  expect(lb.all('failover')).toEqual([]);

  for (const socket of held) socket.destroy();
  await Promise.all(held.map(closed));
  await lb.until('all records', () => {
    const [opened, ended] = [lb.all('connection_open'), lb.all('connection_close')];
    return ended.filter(({ backend }) => backend !== null).length === opened.length - 1;
  });
  expect(await askOnce(port)).toBe('B1');
  expect(await live.ask('3')).toBe('B1:3');
  await live.close();
  const ends = lb.all('connection_close').filter(({ end }) => end === 'too_many_open_files');
  expect(await pickFailures(lb, 'B1', 'too_many_open_files')).toBe(ends.length);
  expect(lb.all('failover')).toEqual([]);
  expect(await lb.kill('SIGTERM')).toEqual({ status: 0, signal: null });
});
