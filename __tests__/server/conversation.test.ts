import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { converse, type Answerer } from '../../lib/server/conversation.js';
import { LineAnswers } from '../../lib/server/line-answers.js';
import { cleanup } from '../helpers/cleanup.js';
import { readToEnd } from '../helpers/sockets.js';
import { serveOne, type Served } from './serving.js';

const MIB = 1024 * 1024;
/** What may be held for a client that does not read: one batch, and what Node had read ahead. */
const HELD_BYTES = 512 * 1024;

const echo: Answerer = {
  take: (bytes) => ({ answers: bytes, taken: bytes.length }),
  rest: () => Buffer.alloc(0),
};

/** The server has stopped reading and still holds bytes that it has not answered. */
async function stalledWithBytesUnanswered({ served }: Served): Promise<void> {
  while (!served.isPaused() || served.readableLength === 0) await setImmediate();
}

describe('converse', () => {
  const closeLater = cleanup();
  const converseWith = (answerer: Answerer): Promise<Served> =>
    serveOne((socket) => converse(socket, answerer), closeLater);

  it('answers what came before the FIN, then sends FIN', async () => {
    const { client, served } = await converseWith(new LineAnswers(Buffer.from('> ')));
    client.end('a\nb');
    expect((await readToEnd(client)).toString()).toBe('> a\n> b\n');
    if (!served.closed) await once(served, 'close');
  });

  it('does not read from a client that does not read, and goes on when it does', async () => {
    const conversation = await converseWith(echo);
    const { client, served } = conversation;
    const sent = randomBytes(32 * MIB);
    client.end(sent);

    await stalledWithBytesUnanswered(conversation);
    expect(served.writableLength + served.readableLength).toBeLessThanOrEqual(HELD_BYTES);
    expect(served.bytesRead).toBeLessThan(sent.length);

    expect((await readToEnd(client)).equals(sent)).toBe(true);
  });

  it('holds little even if the answers are much larger than what they answer', async () => {
    const { client, served } = await converseWith(new LineAnswers(Buffer.alloc(999, 'n')));
    const held: number[] = [];
    served.on('data', () => held.push(served.writableLength + served.readableLength));
    client.end(Buffer.alloc(64 * 1024, '\n'));

    const answered = await readToEnd(client);

    expect(answered.length).toBe(64 * 1024 * 1000);
    expect(held.length).toBeGreaterThan(1);
    expect(Math.max(...held)).toBeLessThanOrEqual(HELD_BYTES);
  });

  it.each([
    ['bytes', (): Answerer => echo],
    ['lines', (): Answerer => new LineAnswers(Buffer.from('[B1] '))],
  ])('finishes with the answers to all %s received, and sends FIN', async (_what, create) => {
    const conversation = await converseWith(create());
    const { client, served, finish } = conversation;
    const sent = Buffer.from('some line\n'.repeat(3 * MIB));
    client.write(sent);
    await stalledWithBytesUnanswered(conversation);

    const received = served.bytesRead;
    finish();
    const answered = await readToEnd(client);

    expect(received).toBeLessThan(sent.length);
    expect(answered.equals(allAnswers(create(), sent.subarray(0, received)))).toBe(true);
  });

  it('finishes at once, a line without newline answered, when nothing is left to answer', async () => {
    const { client, served, finish } = await converseWith(new LineAnswers(Buffer.from('> ')));
    client.write('unfinished');
    await once(served, 'data');
    finish();
    expect((await readToEnd(client)).toString()).toBe('> unfinished\n');
  });

  it('drops what comes after it has finished, without a reset', async () => {
    const { client, served, finish } = await converseWith(echo);
    finish();
    const end = readToEnd(client);
    client.write(Buffer.alloc(MIB));
    expect((await end).length).toBe(0);
    client.end(Buffer.alloc(MIB));
    if (!served.closed) await once(served, 'close');
    expect(served.bytesRead).toBe(2 * MIB);
    expect(served.errored).toBeNull();
  });

  it('may be finished twice, and after the client', async () => {
    const { client, served, finish } = await converseWith(new LineAnswers(Buffer.from('> ')));
    client.end('a');
    await once(served, 'end');
    finish();
    finish();
    expect((await readToEnd(client)).toString()).toBe('> a\n');
    expect(served.errored).toBeNull();
  });

  it('ends quietly when the client resets a stalled connection', async () => {
    const conversation = await converseWith(echo);
    conversation.client.write(Buffer.alloc(32 * MIB));
    await stalledWithBytesUnanswered(conversation);
    conversation.client.resetAndDestroy();
    if (!conversation.served.closed)
      await new Promise((resolve) => conversation.served.once('close', resolve));
    expect(conversation.served.destroyed).toBe(true);
  });
});

function allAnswers(answerer: Answerer, bytes: Buffer): Buffer {
  const batches: Buffer[] = [];
  for (let left = bytes; left.length > 0;) {
    const { answers, taken } = answerer.take(left);
    batches.push(answers);
    left = left.subarray(taken);
  }
  return Buffer.concat([...batches, answerer.rest()]);
}
