import { expect, it, jest } from '@jest/globals';
import { cleanup } from '../../helpers/cleanup.js';
import { fakeTimeouts, realTimeoutsAfterEach } from '../../helpers/fake-timeouts.js';
import { receive, until } from '../../helpers/sockets.js';
import { NODE_RIG, type NodePair } from '../node-rig.js';
import { allEnds, direction, fillUp, pumped } from '../pumped.js';

const LINGER_MS = 1000;
const closing = cleanup();
realTimeoutsAfterEach();

it('does not take back a FIN that a failure came with, and reads and does not count what is sent to that side', async () => {
  const client = (await NODE_RIG.acceptClient(closing)) as NodePair;
  const p = await NODE_RIG.pumpTo(client, closing);
  client.inner.once('end', () => client.inner.destroy(new Error('network gone')));
  p.client.end('complete');

  const { bytes, ending } = await receive(p.backend);

  expect([bytes.toString(), ending]).toEqual(['complete', 'fin']);
  await p.inner.backend.reads(8, () => p.backend.write('too late'));
  expect(p.pump.bytesOut).toBe(0);
  p.backend.end();
  expect(await allEnds(p)).toEqual(['client_reset']);
});

it('has a reset wait for a backend that does not read, but no longer than it lingers', async () => {
  fakeTimeouts();
  const p = await pumped(NODE_RIG, closing);
  const flow = direction(p, 'client');
  await fillUp(flow);
  p.client.resetAndDestroy();
  await until(() => jest.getTimerCount() > 0);
  expect(flow.sink.destroyed).toBe(false);

  await jest.advanceTimersByTimeAsync(LINGER_MS);

  expect((await receive(p.backend)).ending).toBe('ECONNRESET');
  expect(await allEnds(p)).toEqual(['client_reset']);
});

it('reads and does not count what is sent to a side that has reset', async () => {
  const p = await pumped(NODE_RIG, closing);
  await fillUp(direction(p, 'client'));
  p.client.resetAndDestroy();
  await p.inner.client.closed();

  await p.inner.backend.reads(8, () => p.backend.write('too late'));

  expect(p.pump.bytesOut).toBe(0);
});
