import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { askOnce } from '../helpers/backends.js';
import { startBackends, startBalance } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { quietPort } from '../helpers/ports.js';

const onEnd = cleanup();
/** A disk that is full. */
const FULL = '/dev/full';

it('goes on when its log file can be written no more, and says so once', async () => {
  const lb = startBalance(await startBackends(1, onEnd), onEnd, '--log-file', FULL);
  const port = await lb.port();
  expect(await lb.event('log_file_lost')).toMatchObject({ level: 'error', file: FULL });
  expect(await askOnce(port)).toBe('B1');
  await lb.event('connection_close');
  expect(await lb.kill('SIGTERM')).toEqual({ status: 0, signal: null });
  expect(lb.all('log_file_lost')).toHaveLength(1);
});

it('goes on when nothing can be logged at all', async () => {
  const [backend] = await startBackends(1, onEnd);
  const port = await quietPort();
  const binary = fileURLToPath(new URL('../../bin/lbsim.js', import.meta.url));
  const args = ['balance', '--port', `${port}`, '--backends', backend?.spec ?? ''];
  const child = spawn(process.execPath, [binary, ...args], {
    stdio: ['ignore', 'ignore', openSync(FULL, 'w')],
  });
  onEnd(() => child.kill('SIGKILL'));
  let answer: string | undefined;
  while (answer === undefined) answer = await askOnce(port).catch(() => undefined);
  expect(answer).toBe('B1');
  expect(child.exitCode).toBeNull();
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});
