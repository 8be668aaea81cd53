import { describe, expect, it } from '@jest/globals';
import { cleanup } from '../../helpers/cleanup.js';
import { quietPort } from '../../helpers/ports.js';
import {
  namedAnswer,
  namedServer,
  nothingIsLeft,
  openHandles,
  scriptedServer,
  startSession,
  type RunningSession,
} from '../helpers.js';

const onEnd = cleanup();

function start(port: number, options: Parameters<typeof startSession>[2] = {}): RunningSession {
  return startSession(onEnd, port, options);
}

describe('the end of a session', () => {
  it.each<[string, (port: number) => Promise<RunningSession>]>([
    [
      'without a connection',
      async () => {
        const running = start(await quietPort());
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
    const { input, prompts, ended } = start(await quietPort());
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
