import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, it } from '@jest/globals';
import { startBalance } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';

const onEnd = cleanup();
const BACKENDS = 300;

/** So many names an event has at most. */
const NAMED = 100;

it('logs an outage of all backends at once in lines whose length does not grow with their number', async () => {
  const server = createServer((socket) => socket.on('error', () => undefined).destroy());
  server.listen(0, '0.0.0.0');
  await once(server, 'listening');
  onEnd(() => server.close());
  const { port } = server.address() as AddressInfo;
  // Each loopback address is a backend of its own, and one listener is all of them.
  const backends = Array.from({ length: BACKENDS }, (_, n) => ({
    spec: `B${n}=127.1.${n >> 8}.${n & 255}:${port}`,
  }));
  const lb = startBalance(backends, onEnd, '--health-check-interval', '0.5');
  const listening = await lb.event('listening');
  expect(listening).toMatchObject({ activeServersCount: BACKENDS });
  expect(listening.backends).toHaveLength(BACKENDS);
  expect(listening.activeServers).toHaveLength(NAMED);

  server.close();
  const none = await lb.event('no_active_servers');
  expect(none).toMatchObject({ backendsCount: BACKENDS });
  expect(none.backends).toHaveLength(NAMED);
  const failovers = lb.all('failover');
  expect(failovers.map(({ activeServersCount }) => activeServersCount)).toEqual(
    Array.from({ length: BACKENDS }, (_, n) => BACKENDS - 1 - n),
  );
  for (const { activeServers, activeServersCount, message } of failovers) {
    expect(activeServers).toHaveLength(Math.min(NAMED, Number(activeServersCount)));
    expect(message.split(', ').length).toBeLessThanOrEqual(10);
  }
});
