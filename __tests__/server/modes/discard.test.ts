import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { DiscardMode } from '../../../lib/server/modes/discard.js';
import { cleanup } from '../../helpers/cleanup.js';
import { readToEnd } from '../../helpers/sockets.js';
import { serveOne, type Served } from '../serving.js';

const MIB = 1024 * 1024;

describe('the discard mode', () => {
  const closeLater = cleanup();
  const serve = (): Promise<Served> => serveOne((socket) => new DiscardMode().serve(socket), closeLater);

  it('reads everything, answers nothing, and closes after the FIN', async () => {
    const { client, served } = await serve();
    client.end(Buffer.alloc(8 * MIB));
    expect((await readToEnd(client)).length).toBe(0);
    if (!served.closed) await once(served, 'close');
    expect(served.bytesRead).toBe(8 * MIB);
  });

  it('finishes with a FIN and still reads', async () => {
    const { client, served, finish } = await serve();
    finish();
    await readToEnd(client);
    client.end(Buffer.alloc(MIB));
    if (!served.closed) await once(served, 'close');
    expect(served.bytesRead).toBe(MIB);
    expect(served.errored).toBeNull();
  });
});
