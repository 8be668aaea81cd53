import { createHash, type Hash } from 'node:crypto';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { NamedMode } from '../../../lib/server/modes/named.js';
import { cleanup } from '../../helpers/cleanup.js';
import { readToEnd } from '../../helpers/sockets.js';
import { serveOne, type Served } from '../serving.js';

const PIECE = 64 * 1024;

describe('the named mode', () => {
  const closeLater = cleanup();
  const serve = (name = 'B1'): Promise<Served> =>
    serveOne((socket) => new NamedMode(name).serve(socket), closeLater);

  it('answers each line with its name, a last one without newline too', async () => {
    const { client } = await serve();
    client.end('hello\n\nlast');
    expect((await readToEnd(client)).toString()).toBe('[B1] hello\n[B1] \n[B1] last\n');
  });

  it('answers a line as soon as it is complete', async () => {
    const { client } = await serve('Бэкенд');
    client.write('ping\nunfinished');
    const [answer] = (await once(client, 'data')) as [Buffer];
    expect(answer.toString()).toBe('[Бэкенд] ping\n');
  });

  it('answers two lines alike wherever the segments part them', async () => {
    const sent = 'first line\nsecond\n';
    for (let boundary = 1; boundary < sent.length; boundary++) {
      const { client, served } = await serve();
      const firstPart = once(served, 'data');
      client.write(sent.slice(0, boundary));
      expect(String((await firstPart)[0])).toBe(sent.slice(0, boundary));
      client.end(sent.slice(boundary));
      expect((await readToEnd(client)).toString()).toBe('[B1] first line\n[B1] second\n');
    }
  });

  it('answers 64 MiB without a newline in pieces, and holds little of it', async () => {
    const { client, served } = await serve();
    const pieces = 1024;
    let mostHeld = 0;
    const look = (): void => {
      mostHeld = Math.max(mostHeld, served.writableLength + served.readableLength);
    };
    served.on('data', look);

    const hash = createHash('sha256');
    client.on('data', (chunk: Buffer) => {
      look();
      hash.update(chunk);
    });
    const chunk = Buffer.alloc(PIECE, 'a');
    for (let sent = 0; sent < pieces; sent++) {
      if (!client.write(chunk)) await once(client, 'drain');
    }
    client.end();
    await once(client, 'end');

    expect(hash.digest('hex')).toBe(hashOfAnswers(chunk, pieces).digest('hex'));
    expect(served.bytesRead).toBe(pieces * PIECE);
    expect(mostHeld).toBeLessThanOrEqual(512 * 1024);
  });
});

function hashOfAnswers(piece: Buffer, count: number): Hash {
  const hash = createHash('sha256');
  for (let i = 0; i < count; i++) hash.update('[B1] ').update(piece).update('\n');
  return hash;
}
