import { describe, expect, it } from '@jest/globals';
import { cleanup } from '../../helpers/cleanup.js';
import { freePort } from '../../helpers/sockets.js';
import {
  namedAnswer,
  namedServer,
  nothingIsLeft,
  openHandles,
  scriptedServer,
  serve,
  startSession,
  type RunningSession,
} from '../helpers.js';

const onEnd = cleanup();

function start(port: number, options: Parameters<typeof startSession>[2] = {}): RunningSession {
  return startSession(onEnd, port, options);
}

describe('an interactive session', () => {
  it('prompts, sends each line and shows each answer with the time it took', async () => {
    const { port, lines } = await namedServer(onEnd, 'B1');
    const { type, output, prompts } = start(port);
    await prompts.shows('connected to 127.0.0.1:');
    type('hello');
    await prompts.shows(' ms\n', 2);
    type('');
    await prompts.shows(' ms\n', 3);
    expect(output.text).toBe('[B1] hello\n[B1] \n');
    expect(lines).toEqual(['hello', '']);
    expect(prompts.text.startsWith('lbsim> ')).toBe(true);
    expect(prompts.text).toMatch(/\n {2}\d+\.\d\d ms\nlbsim> $/);
  });

  it('sends lines one after the other, however fast they are typed', async () => {
    const seen: string[] = [];
    const { port } = await scriptedServer(onEnd, (line, { socket }) => {
      seen.push(`got ${line}`);
      setTimeout(() => {
        seen.push(`answered ${line}`);
        socket.write(`${line}\n`);
      }, 10);
    });
    const { type, output } = start(port);
    type('a\nb');
    await output.shows('b\n');
    expect(seen).toEqual(['got a', 'answered a', 'got b', 'answered b']);
  });

  it('shows what the server sends unasked', async () => {
    const port = await serve(onEnd, (socket) => socket.resume().write('welcome'));
    const { output } = start(port);
    await output.shows('welcome');
  });

  it('says that the connection is lost, reconnects and goes on', async () => {
    const { port, sockets } = await namedServer(onEnd, 'B1');
    const { type, output, prompts } = start(port);
    type('one');
    await output.shows('[B1] one');
    sockets[0]?.resetAndDestroy();
    await prompts.shows('lost (connection reset): reconnecting in 250 ms');
    await prompts.shows('connected to', 2);
    type('two');
    await output.shows('[B1] two');
  });

  it('keeps lines that are typed without a connection, and says so', async () => {
    const { port, sockets, lines } = await namedServer(onEnd, 'B1');
    const { type, output, prompts } = start(port);
    await prompts.shows('connected to');
    sockets[0]?.end();
    await prompts.shows('lost (closed by the other side)');
    type('a\nb');
    await prompts.shows('not connected: 2 to be sent');
    await output.shows('[B1] b');
    expect(lines).toEqual(['a', 'b']);
  });

  it('says once that it cannot connect, and connects as soon as it can', async () => {
    const port = await freePort();
    const { prompts } = start(port);
    await prompts.shows(`cannot connect to 127.0.0.1:${port} (connection refused)`);
    await new Promise((later) => setTimeout(later, 350)); // another attempt has failed by now
    expect(prompts.text.split('cannot connect')).toHaveLength(2);
  });

  it('offers a line that got no answer again, and sends it on Enter', async () => {
    const { port, lines } = await scriptedServer(onEnd, (line, { socket, connection }) => {
      if (connection === 1) socket.resetAndDestroy();
      else socket.write(namedAnswer('B2', line));
    });
    const { type, input, output, prompts } = start(port, { terminal: true });
    type('precious');
    await prompts.shows("'precious' got no answer: Enter sends it again");
    await prompts.shows('connected to', 2);
    expect(lines).toEqual(['precious']);
    input.write('\r');
    await output.shows('[B2] precious');
    expect(lines).toEqual(['precious', 'precious']);
  });

  it('does not send an unanswered line again by itself where there is no editor to put it in', async () => {
    const { port, lines } = await scriptedServer(onEnd, (line, { socket, connection }) => {
      if (connection === 1) socket.end();
      else socket.write(`${line}\n`);
    });
    const { type, output, prompts } = start(port);
    type('lost\nnext');
    await prompts.shows("'lost' got no answer: type it to send it again");
    await output.shows('next\n');
    expect(lines).toEqual(['lost', 'next']);
  });

  it('takes silence for a lost connection when the time is up', async () => {
    const { port } = await scriptedServer(onEnd, () => undefined);
    const { type, prompts } = start(port, { timeoutMs: 30 });
    type('anybody');
    await prompts.shows('lost (no answer within 0.03 s)');
    await prompts.shows("'anybody' got no answer");
  });
});

describe('the commands of a session', () => {
  it('/reconnect makes a new connection', async () => {
    const { port, sockets } = await namedServer(onEnd, 'B1');
    const { type, output, prompts } = start(port);
    await prompts.shows('connected to');
    type('/reconnect');
    await prompts.shows('connected to', 2);
    type('a');
    await output.shows('[B1] a');
    expect(sockets).toHaveLength(2);
    expect(prompts.text).not.toContain('lost');
  });

  it('/burst makes connections of its own and tells who answered', async () => {
    const { port, sockets } = await scriptedServer(onEnd, (line, { socket, connection }) => {
      socket.write(namedAnswer(`B${connection % 2}`, line));
    });
    const { type, prompts } = start(port);
    await prompts.shows('connected to');
    type('/burst 12');
    await prompts.shows('12 connections in');
    expect(prompts.text).toMatch(/12 ok · B0: 6, B1: 6 · p50 /);
    expect(sockets).toHaveLength(13);
  });

  it('/burst is made one at a time', async () => {
    const { port } = await scriptedServer(onEnd, () => undefined);
    const { type, prompts } = start(port);
    type('/burst 1\n/burst 1');
    await prompts.shows('a burst is under way');
  });

  it('/stats counts lines, answers, backends and latency', async () => {
    const { port } = await namedServer(onEnd, 'B1');
    const { type, prompts } = start(port);
    type('/stats');
    await prompts.shows('0 sent · 0 answered');
    type('a\nb');
    await prompts.shows(' ms\n', 3);
    type('/stats');
    await prompts.shows('2 sent · 2 answered · B1: 2 · p50 ');
  });
});

describe('the end of a session', () => {
  it.each<[string, (port: number) => Promise<RunningSession>]>([
    [
      'without a connection',
      async () => {
        const running = start(await freePort());
        await running.prompts.shows('cannot connect');
        return running;
      },
    ],
    [
      'with an unanswered line',
      async (port) => {
        const running = start(port);
        await running.prompts.shows('connected');
        running.type('silence');
        return running;
      },
    ],
    [
      'within a burst',
      async (port) => {
        const running = start(port);
        running.type('/burst 3');
        await running.prompts.shows('connected');
        return running;
      },
    ],
  ])('is /quit, at once, also %s, and leaves nothing behind', async (_, prepare) => {
    const { port } = await scriptedServer(onEnd, () => undefined);
    const before = openHandles();
    const { type, ended, input } = await prepare(port);
    type('/quit');
    await ended;
    await nothingIsLeft(before);
    expect(input.isPaused()).toBe(true);
  });

  it('is the end of the input, once the lines before it are answered', async () => {
    const { port } = await scriptedServer(onEnd, (line, { socket }) => {
      setTimeout(() => socket.write(namedAnswer('B1', line)), 20);
    });
    const { input, output, ended } = start(port);
    input.end('a\nb\nc');
    await ended;
    expect(output.text).toBe('[B1] a\n[B1] b\n[B1] c\n');
  });

  it('is the end of the input, even if nobody answers', async () => {
    const { input, prompts, ended } = start(await freePort());
    input.end('a\nb\n');
    await ended;
    expect(prompts.text).toContain('2 of the lines got no answer');
  });

  it.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ])('is %s on a terminal, at once', async (_, key) => {
    const { port } = await scriptedServer(onEnd, () => undefined);
    const { type, input, prompts, ended } = start(port, { terminal: true });
    await prompts.shows('connected to');
    type('silence');
    input.write(key);
    await ended;
  });

  it('is close()', async () => {
    const { port } = await namedServer(onEnd, 'B1');
    const { session, ended } = start(port);
    session.close();
    await ended;
  });
});
