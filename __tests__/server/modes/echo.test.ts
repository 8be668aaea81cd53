import { createHash, randomBytes } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { EchoMode } from '../../../lib/server/modes/echo.js';
import { cleanup } from '../../helpers/cleanup.js';
import { readToEnd } from '../../helpers/sockets.js';
import { serveOne, type Served } from '../serving.js';

describe('the echo mode', () => {
  const closeLater = cleanup();
  const serve = (): Promise<Served> => serveOne((socket) => new EchoMode().serve(socket), closeLater);

  it('returns the very bytes, and FIN for FIN', async () => {
    const { client } = await serve();
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, value) => value));
    client.end(bytes);
    expect((await readToEnd(client)).equals(bytes)).toBe(true);
  });

  it('answers before the client has ended', async () => {
    const { client } = await serve();
    const answer = new Promise((resolve) => client.once('data', resolve));
    client.write('ping');
    expect(String(await answer)).toBe('ping');
  });

  it('returns 32 MiB to a slow reader unharmed', async () => {
    const { client, served } = await serve();
    let pauses = 0;
    served.on('pause', () => pauses++);
    const sent = randomBytes(32 * 1024 * 1024);
    client.end(sent);

    const hash = createHash('sha256');
    for await (const chunk of client) {
      hash.update(chunk as Buffer);
      for (let turn = 0; turn < 3; turn++) await setImmediate();
    }

    expect(hash.digest('hex')).toBe(createHash('sha256').update(sent).digest('hex'));
    expect(pauses).toBeGreaterThan(0);
  });
});
