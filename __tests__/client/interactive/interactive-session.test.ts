import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { cleanup } from '../../helpers/cleanup.js';
import { quietPort } from '../../helpers/ports.js';
import {
  namedAnswer,
  namedServer,
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

  it('reads no faster than its output is', async () => {
    const total = 64 * 1024 * 1024;
    let sent = 0;
    const port = await serve(onEnd, (socket) => {
      const more = (): void => {
        sent += 65_536;
        if (sent <= total)
          socket.write(Buffer.alloc(65_536), (error) => {
            if (!error) more();
          });
      };
      more();
    });
    const output = new PassThrough();
    const { session, ended } = start(port, { output });
    await once(output, 'readable');
    for (let before = -1; before !== sent; await new Promise((later) => setTimeout(later, 100)))
      before = sent;
    expect(sent).toBeLessThan(total / 2);
    let shown = 0;
    await new Promise<void>((all) => {
      output.on('data', (chunk: Buffer) => {
        shown += chunk.length;
        if (shown === total) all();
      });
    });
    session.close();
    await ended;
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

  it('goes on at the next balancer at once, and says whether the backend is the same', async () => {
    const servers = [
      await namedServer(onEnd, 'B1'),
      await namedServer(onEnd, 'B1'),
      await namedServer(onEnd, 'B2'),
    ];
    const [first, second, third] = servers.map((server) => server.port);
    const fallbacks = [second, third].map((port = 0) => ({ host: '127.0.0.1', port }));
    const { type, output, prompts } = start(first ?? 0, { fallbacks });
    type('one');
    await output.shows('[B1] one');
    servers[0]?.sockets[0]?.end();
    await prompts.shows(`127.0.0.1:${first} lost (closed by the other side); trying 127.0.0.1:${second}`);
    await prompts.shows(`127.0.0.1:${first} is gone; now at 127.0.0.1:${second}, connected in`);
    type('two');
    await prompts.shows(', still B1');
    servers[1]?.sockets[0]?.resetAndDestroy();
    await prompts.shows(`127.0.0.1:${second} is gone; now at 127.0.0.1:${third}, connected in`);
    type('three');
    await prompts.shows(', B1 before the switch');
    type('/stats');
    await prompts.shows('2 switches · through');
  });

  it('keeps lines that are typed without a connection, and says so', async () => {
    const { port, sockets, lines } = await namedServer(onEnd, 'B1');
    const { type, output, prompts } = start(port);
    await prompts.shows('connected to');
    sockets[0]?.end();
    await prompts.shows('lost (closed by the other side)');
    type('a\nb');
    await prompts.shows('not connected; 2 lines queued');
    await output.shows('[B1] b');
    expect(lines).toEqual(['a', 'b']);
  });

  it('says once that it cannot connect, and connects as soon as it can', async () => {
    const port = await quietPort();
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

  it('shows on a terminal that it waits for an answer, until that has come', async () => {
    let received: (answer: () => void) => void = () => undefined;
    const asked = new Promise<() => void>((resolve) => (received = resolve));
    const { port } = await scriptedServer(onEnd, (line, { socket }) => {
      received(() => socket.write(namedAnswer('B1', line)));
    });
    const { type, output, prompts } = start(port, { terminal: true });
    await prompts.shows('connected to');
    expect(prompts.text).not.toContain('(waiting)');
    type('slow');
    await prompts.shows('lbsim (waiting)> ');
    expect(output.text).toBe('');
    (await asked)();
    await prompts.shows(' ms\n', 2);
    expect(prompts.text.split('(waiting)').at(-1)).toContain('lbsim> ');
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

  it('/burst that one backend answers alone says how that may come, and /stats counts it', async () => {
    const { port } = await namedServer(onEnd, 'B1');
    const { type, prompts } = start(port);
    await prompts.shows('connected to');
    type('/burst 6');
    await prompts.shows('--sticky-key none');
    type('/stats');
    await prompts.shows('0 sent · 0 answered · 1 burst: 6 connections, 6 ok, B1: 6\n');
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
