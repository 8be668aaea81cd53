import { expect, it } from '@jest/globals';
import { askOnce } from '../helpers/backends.js';
import { startBackends, startBalance } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';

const onEnd = cleanup();
const AT_ONCE = 120;

it.each([
  ['all', AT_ONCE],
  ['none', 0],
])('with --log-connections %s, %d of 120 connections have a line', async (mode, lines) => {
  const lb = startBalance(await startBackends(1, onEnd), onEnd, '--log-connections', mode);
  const port = await lb.port();
  await Promise.all(Array.from({ length: AT_ONCE }, () => askOnce(port)));
  await lb.kill('SIGTERM');
  expect(lb.all('connection_open')).toHaveLength(lines);
  expect(lb.all('connections_summary')).toEqual([]);
});

it('with --log-connections auto, those of a busy second are summed up', async () => {
  const lb = startBalance(await startBackends(1, onEnd), onEnd, '--log-connections', 'auto');
  const port = await lb.port();
  let asked = 0;
  // A slow machine may need several rounds until it has had a busy second.
  while (lb.all('connections_summary').length === 0) {
    await Promise.all(Array.from({ length: AT_ONCE }, () => askOnce(port)));
    asked += AT_ONCE;
  }
  await lb.kill('SIGTERM');
  expect(lb.all('connection_open').length).toBeLessThan(asked);
  const summed = lb.all('connections_summary').reduce((sum, { opened }) => sum + Number(opened), 0);
  expect(summed).toBeGreaterThan(50);
  expect(summed).toBeLessThanOrEqual(asked);
});
