import { expect, it } from '@jest/globals';
import { askOnce, TestClient } from '../helpers/backends.js';
import { startBackends } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFolder } from '../helpers/folder.js';
import { Lbsim, runLbsim } from '../helpers/lbsim.js';
import { pickFailures } from '../helpers/scrape.js';
import { closed, connectToLoopback } from '../helpers/sockets.js';

const onEnd = cleanup();
/** Enough for the process itself, and for its admin API or some fifty connections, of two each. */
const DESCRIPTORS = 140;
/** These leave some, and not enough for the admin API. */
const FEWER_CLIENTS = 40;

/** A balancer that may open only so many, and is only asked where a test asks it: nobody else knows its folder. */
function startWithFew(backend: string, folder: string): Lbsim {
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
  const env = { XDG_RUNTIME_DIR: folder };
  const lb = new Lbsim(['balance', '--backends', backend, ...options], { descriptors: DESCRIPTORS, env });
  onEnd(() => lb.kill());
  return lb;
}

/** Clients that have a backend. */
function served(lb: Lbsim): number {
  const ended = lb.all('connection_close').filter(({ backend }) => backend !== null);
  return lb.all('connection_open').length - ended.length;
}

it('goes on without file descriptors: live clients do not notice, others are closed, and all is well when there are some', async () => {
  const [backend] = await startBackends(1, onEnd);
  if (backend === undefined) throw new Error('one was asked for');
  const lb = startWithFew(backend.spec, await temporaryFolder(onEnd));
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
  await lb.until('all but one are gone', () => served(lb) === 1);
  expect(await askOnce(port)).toBe('B1');
  expect(await live.ask('3')).toBe('B1:3');
  await live.close();
  const ends = lb.all('connection_close').filter(({ end }) => end === 'too_many_open_files');
  expect(await pickFailures(lb, 'B1', 'too_many_open_files')).toBe(ends.length);
  expect(lb.all('failover')).toEqual([]);
  expect(await lb.kill('SIGTERM')).toEqual({ status: 0, signal: null });
});

it('refuses who asks the admin API while there are too few, goes on, and answers when there are some', async () => {
  const [backend] = await startBackends(1, onEnd);
  if (backend === undefined) throw new Error('one was asked for');
  const folder = await temporaryFolder(onEnd);
  const lb = startWithFew(backend.spec, folder);
  const port = await lb.port();
  await lb.event('admin_listening');
  const live = await TestClient.connect(port);
  expect(await live.ask('1')).toBe('B1:1');
  // Not all are taken: one can be accepted who asks, and what answers cannot be loaded.
  const held = await Promise.all(Array.from({ length: FEWER_CLIENTS }, () => connectToLoopback(port)));
  await lb.until('all are served', () => served(lb) === FEWER_CLIENTS + 1);

  const ping = (): ReturnType<typeof runLbsim> =>
    runLbsim(['ctl', 'ping', '--to', String(port)], { env: { XDG_RUNTIME_DIR: folder } });
  expect(await ping()).toMatchObject({ status: 1, stdout: '' });
  expect(await lb.event('admin_unavailable')).toMatchObject({ level: 'warn', reason: 'too many open files' });
  expect(await live.ask('2')).toBe('B1:2');

  for (const socket of held) socket.destroy();
  await Promise.all(held.map(closed));
  await lb.until('all but one are gone', () => served(lb) === 1);
  expect(await ping()).toMatchObject({ status: 0, stderr: '' });
  expect(await lb.kill('SIGTERM')).toEqual({ status: 0, signal: null });
});
