import { PassThrough, Readable, Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { pipeThrough } from '../../lib/client/piped.js';
import { cleanup } from '../helpers/cleanup.js';
import { quietPort } from '../helpers/ports.js';
import { namedServer, nothingIsLeft, openHandles, Screen, serve } from './helpers.js';

const onEnd = cleanup();
const host = '127.0.0.1';

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

describe('a pipe through a connection', () => {
  it('sends the input and prints what comes back', async () => {
    const { port } = await namedServer(onEnd, 'B1');
    const output = new Screen();
    await pipeThrough({ host, port, input: Readable.from(['a\n', 'b\n']), output });
    expect(output.text).toBe('[B1] a\n[B1] b\n');
    expect(output.writableEnded).toBe(false);
  });

  it('prints in full what comes late, after it has half-closed', async () => {
    const answer = 'late\n'.repeat(200_000);
    const received: Buffer[] = [];
    const port = await serve(onEnd, (socket) => {
      socket.on('data', (chunk: Buffer) => received.push(chunk));
      socket.on('end', () => setTimeout(() => socket.end(answer), 100));
    });
    const output = new Screen();
    await pipeThrough({ host, port, input: Readable.from(['question']), output });
    expect(Buffer.concat(received).toString()).toBe('question');
    expect(output.text === answer).toBe(true);
  });

  it('passes bytes on as they are', async () => {
    const port = await serve(onEnd, (socket) => {
      socket.on('data', (chunk: Buffer) => socket.write(chunk)).on('end', () => socket.end());
    });
    const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7) & 255));
    const chunks: Buffer[] = [];
    const output = new PassThrough().on('data', (chunk: Buffer) => chunks.push(chunk));
    await pipeThrough({ host, port, input: Readable.from([bytes]), output });
    expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
  });

  it('half-closes at once when there is no input', async () => {
    const port = await serve(onEnd, (socket) => socket.resume().on('end', () => socket.end('bye')));
    for (const input of [Readable.from([]), new Readable().destroy()]) {
      const output = new Screen();
      await pipeThrough({ host, port, input, output });
      expect(output.text).toBe('bye');
    }
  });

  it('ends with the other side, even when the input goes on', async () => {
    const port = await serve(onEnd, (socket) => void socket.end('no more\n'));
    const [input, output] = [new PassThrough(), new Screen()];
    await pipeThrough({ host, port, input, output });
    expect(output.text).toBe('no more\n');
    expect(input.listenerCount('data')).toBe(0);
    expect(input.isPaused()).toBe(true);
  });

  it('fails when nobody listens', async () => {
    const port = await quietPort();
    const piping = pipeThrough({ host, port, input: new PassThrough(), output: new Screen() });
    await expect(piping).rejects.toMatchObject({
      code: 'ERR_CONNECT',
      message: expect.stringContaining(`127.0.0.1:${port} (connection refused)`) as unknown,
    });
  });

  it.each([
    ['while the input goes on', 'data'],
    ['after the half-close', 'end'],
  ])('fails when it is reset %s, having printed what came before', async (_, event) => {
    const port = await serve(onEnd, (socket) => {
      socket.on(event, () => socket.write('half an ans', () => socket.resetAndDestroy())).resume();
    });
    const [input, output] = [new PassThrough(), new Screen()];
    input.write('question');
    if (event === 'end') input.end();
    const piping = pipeThrough({ host, port, input, output });
    await expect(piping).rejects.toMatchObject({
      code: 'ERR_CONNECT',
      message: expect.stringContaining(`connection to 127.0.0.1:${port} lost (connection reset)`) as unknown,
    });
    expect(output.text).toBe('half an ans');
  });

  it('prints all that came before the other side refused more of the input', async () => {
    const answer = 'x'.repeat(30_000);
    let refused: () => void = () => undefined;
    const whenRefused = new Promise<void>((resolve) => (refused = resolve));
    const port = await serve(onEnd, (socket) => {
      socket.once('data', () => {
        socket.pause().end(answer);
        // Closed with input unread, so that its FIN is followed by an RST.
        setTimeout(() => socket.destroy(), 100);
      });
      socket.on('close', () => setTimeout(refused, 100));
    });
    const input = new Readable({ read: () => setImmediate(() => input.push(Buffer.alloc(1024))) });
    onEnd(() => input.destroy());
    let printed = 0;
    const output = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        printed += chunk.length;
        void whenRefused.then(() => done());
      },
    });
    await pipeThrough({ host, port, input, output });
    expect(printed).toBe(answer.length);
    expect(input.isPaused()).toBe(true);
  });

  it.each(['EPIPE', 'ERR_STREAM_DESTROYED'])('ends quietly when its output is closed: %s', async (code) => {
    const port = await serve(onEnd, (socket) => {
      const more = (): void => void socket.write('line\n', (error) => void (error ?? setImmediate(more)));
      more();
    });
    let written = 0;
    const output = new Writable({
      write: (_chunk, _encoding, done) => done(++written > 3 ? systemError(code) : null),
    });
    const input = new PassThrough();
    await pipeThrough({ host, port, input, output });
    expect(input.isPaused()).toBe(true);
  });

  it('ends quietly when its output is destroyed', async () => {
    const port = await serve(onEnd, (socket) => socket.resume());
    const output = new PassThrough();
    const piping = pipeThrough({ host, port, input: new PassThrough(), output });
    output.destroy();
    await piping;
  });

  it('fails when its output cannot be written', async () => {
    const port = await serve(onEnd, (socket) => void socket.end('line\n'));
    const output = new Writable({ write: (_chunk, _encoding, done) => done(systemError('ENOSPC')) });
    const piping = pipeThrough({ host, port, input: new PassThrough(), output });
    await expect(piping).rejects.toMatchObject({ code: 'ERR_STREAM' });
  });

  it.each(['before', 'after'])('fails when its input cannot be read, %s it is connected', async (when) => {
    const input = new PassThrough();
    const fail = (): void => void input.destroy(systemError('EISDIR'));
    const port = await serve(onEnd, (socket) => {
      socket.resume();
      if (when === 'after') fail();
    });
    const piping = pipeThrough({ host, port, input, output: new Screen() });
    if (when === 'before') fail();
    await expect(piping).rejects.toMatchObject({ code: 'ERR_STREAM' });
  });

  it('leaves no listener and no handle behind', async () => {
    const port = await serve(onEnd, (socket) => socket.resume().on('end', () => socket.end('done')));
    const before = openHandles();
    const [input, output] = [new PassThrough(), new Screen()];
    input.end('all');
    await pipeThrough({ host, port, input, output });
    expect(['data', 'error'].map((name) => input.listenerCount(name) + output.listenerCount(name))).toEqual([
      0, 0,
    ]);
    await nothingIsLeft(before);
  });
});

describe('a pipe through one of several balancers', () => {
  it.each([
    ['resets it', 'resetAndDestroy'],
    ['ends it', 'end'],
  ] as const)('is made anew while nothing has passed, when the first one %s', async (_, how) => {
    const input = new PassThrough();
    const first = await serve(onEnd, (socket) => void socket.on('error', () => undefined)[how]());
    const { port } = await namedServer(onEnd, 'B1', () => input.end('late\n'));
    const output = new Screen();
    const switches: string[] = [];
    await pipeThrough({
      host,
      port: first,
      fallbacks: [
        { host, port: await quietPort() },
        { host, port },
      ],
      input,
      output,
      onSwitch: ({ from, to }) => switches.push(`${from.port} ${to.port}`),
    });
    expect(output.text).toBe('[B1] late\n');
    expect(switches).toEqual([`${first} ${port}`]);
  });

  it('is not sent again once something has passed', async () => {
    const first = await serve(onEnd, (socket) => socket.once('data', () => socket.resetAndDestroy()));
    const second = await namedServer(onEnd, 'B1');
    const fallbacks = [{ host, port: second.port }];
    const piping = pipeThrough({
      host,
      port: first,
      fallbacks,
      input: Readable.from(['a\n']),
      output: new Screen(),
    });
    await expect(piping).rejects.toMatchObject({ code: 'ERR_CONNECT' });
    expect(second.sockets).toEqual([]);
  });

  it('ends with the other side when the input has ended, though nothing has passed', async () => {
    const first = await serve(onEnd, (socket) => socket.resume().on('end', () => socket.end()));
    const second = await namedServer(onEnd, 'B1');
    const fallbacks = [{ host, port: second.port }];
    await pipeThrough({ host, port: first, fallbacks, input: Readable.from([]), output: new Screen() });
    expect(second.sockets).toEqual([]);
  });
});
