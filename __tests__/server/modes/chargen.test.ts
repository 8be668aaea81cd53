import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { ChargenMode } from '../../../lib/server/modes/chargen.js';
import { cleanup } from '../../helpers/cleanup.js';
import { readToEnd } from '../../helpers/sockets.js';
import { serveOne, type Served } from '../serving.js';

/** Character `column` of line `line`, as RFC 864 recommends it. */
function patternCharacter(line: number, column: number): string {
  return String.fromCharCode(32 + ((line + column) % 95));
}

async function readAtLeast(socket: Socket, bytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  while (length < bytes) {
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    chunks.push(chunk);
    length += chunk.length;
  }
  socket.pause();
  return Buffer.concat(chunks);
}

describe('the chargen mode', () => {
  const closeLater = cleanup();
  const serve = (): Promise<Served> => serveOne((socket) => new ChargenMode().serve(socket), closeLater);

  it('sends lines of 72 printable characters, each begun one character further', async () => {
    const { client } = await serve();
    const lines = (await readAtLeast(client, 200_000)).toString('latin1').split('\r\n').slice(0, -1);
    expect(lines.length).toBeGreaterThan(2000);
    for (const [number, line] of lines.entries()) {
      const expected = Array.from({ length: 72 }, (_, column) => patternCharacter(number, column)).join('');
      expect(line).toBe(expected);
    }
  });

  it('ends after the client’s FIN, with a whole line', async () => {
    const { client, served } = await serve();
    client.end('not read by anybody');
    const sent = await readToEnd(client);
    expect(sent.length % 74).toBe(0);
    expect(sent.subarray(-2).toString()).toBe('\r\n');
    if (!served.closed) await once(served, 'close');
    expect(served.bytesRead).toBe(19);
  });

  it('holds one block for a client that does not read, while it reads what that client sends', async () => {
    const { client, served } = await serve();
    while (served.writableLength === 0) await setImmediate();
    client.write(Buffer.alloc(1024 * 1024));
    while (served.bytesRead < 1024 * 1024) await setImmediate();
    expect(served.writableLength).toBeLessThanOrEqual(64 * 1024);
    const before = served.bytesWritten;
    await readAtLeast(client, before + 1);
  });

  it('lets others have their turn while a client reads as fast as it sends', async () => {
    const { client, served } = await serve();
    client.resume();
    let turns = 0;
    while (served.bytesWritten < 32 * 1024 * 1024) {
      await setImmediate();
      turns++;
    }
    expect(turns).toBeGreaterThan(100);
  });

  it('finishes with a FIN after a whole line', async () => {
    const { client, finish } = await serve();
    finish();
    expect((await readToEnd(client)).length % 74).toBe(0);
  });

  it('stops when the client resets', async () => {
    const { client, served } = await serve();
    client.resetAndDestroy();
    if (!served.closed) await new Promise((resolve) => served.once('close', resolve));
    const sent = served.bytesWritten;
    await setImmediate();
    expect(served.bytesWritten).toBe(sent);
  });
});
