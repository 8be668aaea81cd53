import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { TestClient } from '../helpers/backends.js';
import { startBackends, startBalance } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { runLbsim } from '../helpers/lbsim.js';
import { until } from '../helpers/sockets.js';

const onEnd = cleanup();

const hex = (port: number): string => port.toString(16).toUpperCase().padStart(4, '0');

/**
 * The timer that Linux runs for an established IPv4 socket, by its two ports: `02` is that of keep-alive, `00` none; and
 * in how many hundredths of a second it is due.
 */
async function timerOf(localPort: number, remotePort: number): Promise<{ kind: string; dueIn: number }> {
  const table = await readFile('/proc/net/tcp', 'utf8');
  const socket = new RegExp(
    `:${hex(localPort)} [0-9A-F]{8}:${hex(remotePort)} 01 [0-9A-F:]{17} ([0-9]{2}):([0-9A-F]{8})`,
  ).exec(table);
  return { kind: socket?.[1] ?? 'no such socket', dueIn: parseInt(socket?.[2] ?? '0', 16) };
}

async function start(...options: string[]): Promise<{ client: [number, number]; backend: [number, number] }> {
  const [backend] = await startBackends(1, onEnd);
  if (backend === undefined) throw new Error('no backend');
  const lb = startBalance([backend], onEnd, ...options);
  const port = await lb.port();
  const client = await TestClient.connect(port);
  onEnd(() => client.socket.destroy());
  expect(await client.ask('x')).toBe('B1:x');
  const [accepted] = backend.clients;
  return {
    client: [port, client.socket.localPort ?? 0],
    backend: [accepted?.remotePort ?? 0, backend.port],
  };
}

it.each([
  [[], 60],
  [['--tcp-keepalive', '5m'], 300],
  [['--tcp-keepalive', '29700ms'], 30],
  [['--tcp-keepalive', '32767'], 32767],
])('the kernel looks for a peer that has vanished, on both sides; options: %j', async (options, seconds) => {
  const { client, backend } = await start(...options);
  for (const ports of [client, backend]) {
    while ((await timerOf(...ports)).kind !== '02') await sleep(20);
    const { dueIn } = await timerOf(...ports);
    expect(dueIn).toBeLessThanOrEqual(seconds * 100);
    expect(dueIn).toBeGreaterThan((seconds / 2) * 100);
  }
});

it('--tcp-keepalive 0 turns that off', async () => {
  const { client, backend } = await start('--tcp-keepalive', '0');
  const since = performance.now();
  await until(() => performance.now() - since > 1500); // a connection is looked at twice a second
  expect(await timerOf(...client)).toMatchObject({ kind: '00' });
  expect(await timerOf(...backend)).toMatchObject({ kind: '00' });
});

it('--tcp-keepalive is refused where the kernel would not take it', async () => {
  const args = ['balance', '--backends', '127.0.0.1:1', '--tcp-keepalive', '32768'];
  const { status, stderr } = await runLbsim(args);
  expect(stderr).toBe("lbsim: --tcp-keepalive: '32768' is too long: use at most 32767s\n");
  expect(status).toBe(2);
});
