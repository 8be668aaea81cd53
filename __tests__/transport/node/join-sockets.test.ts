import { expect, it } from '@jest/globals';
import { cleanup } from '../../helpers/cleanup.js';
import { receive } from '../../helpers/sockets.js';
import { NODE_RIG, type NodePair } from '../node-rig.js';
import { allEnds } from '../pumped.js';

const closing = cleanup();

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
