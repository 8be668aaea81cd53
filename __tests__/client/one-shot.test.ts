import { describe, expect, it } from '@jest/globals';
import { sendMessages, type Answer, type SendMessagesOptions } from '../../lib/client/one-shot.js';
import { cleanup } from '../helpers/cleanup.js';
import { quietPort } from '../helpers/ports.js';
import { namedServer, nothingIsLeft, openHandles, scriptedServer } from './helpers.js';

const onEnd = cleanup();

async function answersOf(port: number, options: Partial<SendMessagesOptions>): Promise<Answer[]> {
  const answers: Answer[] = [];
  const onAnswer = (answer: Answer): void => void answers.push(answer);
  await sendMessages({ host: '127.0.0.1', port, messages: [], onAnswer, ...options });
  return answers;
}

describe('one-shot messages', () => {
  it('are sent on one connection and answered one by one, in order', async () => {
    const { port, lines, sockets } = await namedServer(onEnd, 'B1');
    const answers = await answersOf(port, { messages: ['one', '', 'größer', '/help', '[x] y'] });
    expect(lines).toEqual(['one', '', 'größer', '/help', '[x] y']);
    expect(answers.map(({ text }) => text)).toEqual([
      '[B1] one',
      '[B1] ',
      '[B1] größer',
      '[B1] /help',
      '[B1] [x] y',
    ]);
    expect(answers[0]).toMatchObject({ message: 'one', backend: 'B1' });
    expect(answers[0]?.ms).toBeGreaterThan(0);
    expect(sockets).toHaveLength(1);
  });

  it('wait for the answer to the one before', async () => {
    const seen: string[] = [];
    const { port } = await scriptedServer(onEnd, (line, { socket }) => {
      seen.push(`got ${line}`);
      setTimeout(() => {
        seen.push(`answered ${line}`);
        socket.write(`${line}\n`);
      }, 20);
    });
    await answersOf(port, { messages: ['a', 'b'] });
    expect(seen).toEqual(['got a', 'answered a', 'got b', 'answered b']);
  });

  it('may be longer than a piece', async () => {
    const { port } = await namedServer(onEnd, 'B1');
    const long = 'x'.repeat(200_000);
    const [first, second] = await answersOf(port, { messages: [long, 'short'] });
    expect(first?.text.replaceAll(/\n?\[B1\] /g, '')).toBe(long);
    expect(second?.text).toBe('[B1] short');
  });

  it('fail when nobody listens, in one line that says where and what to try', async () => {
    const port = await quietPort();
    await expect(answersOf(port, { messages: ['a'] })).rejects.toMatchObject({
      code: 'ERR_CONNECT',
      message: expect.stringMatching(
        `^cannot connect to 127\\.0\\.0\\.1:${port} \\(connection refused\\): start .*$`,
      ) as unknown,
    });
  });

  it.each<[string, string, number]>([
    ['closed', "no answer to 'b' from 127.0.0.1:PORT (closed by the other side)", 60_000],
    ['reset', "no answer to 'b' from 127.0.0.1:PORT (connection reset)", 60_000],
    ['silent', "no answer to 'b' from 127.0.0.1:PORT (no answer within 0.05 s)", 50],
  ])('fail when the connection is %s, after the answers that came', async (end, message, timeoutMs) => {
    const { port } = await scriptedServer(onEnd, (line, { socket, nth }) => {
      if (nth === 1) socket.write(`${line}\n`);
      else if (end === 'closed') socket.end();
      else if (end === 'reset') socket.resetAndDestroy();
    });
    const answers: string[] = [];
    const sending = answersOf(port, {
      messages: ['a', 'b', 'c'],
      timeoutMs,
      onAnswer: ({ text }) => void answers.push(text),
    });
    await expect(sending).rejects.toMatchObject({
      code: 'ERR_NO_ANSWER',
      message: expect.stringContaining(message.replace('PORT', String(port))) as unknown,
    });
    expect(answers).toEqual(['a']);
  });

  it('quote no more than the beginning of a long message', async () => {
    const { port } = await scriptedServer(onEnd, (_, { socket }) => socket.end());
    const error: unknown = await answersOf(port, { messages: ['y'.repeat(5000)] }).catch((e: unknown) => e);
    expect(String(error).length).toBeLessThan(300);
  });

  it('refuse a line break before anything is sent', async () => {
    const { port, sockets } = await namedServer(onEnd, 'B1');
    await expect(answersOf(port, { messages: ['a', 'b\nc'] })).rejects.toMatchObject({
      code: 'ERR_OPTION_INVALID',
      kind: 'usage',
    });
    expect(sockets).toHaveLength(0);
  });

  it('pass on an error of whoever takes the answers, and close', async () => {
    const { port } = await namedServer(onEnd, 'B1');
    const onAnswer = (): void => {
      throw new Error('cannot print');
    };
    await expect(answersOf(port, { messages: ['a'], onAnswer })).rejects.toThrow('cannot print');
  });

  it('leave nothing behind', async () => {
    const { port } = await namedServer(onEnd, 'B1');
    const before = openHandles();
    await answersOf(port, { messages: ['a', 'b'] });
    await nothingIsLeft(before);
  });
});

describe('one-shot messages to several balancers', () => {
  it('go on at the next one with the line that got no answer', async () => {
    const first = await scriptedServer(onEnd, (line, { socket, nth }) => {
      if (nth === 1) socket.write(`[B1] ${line}\n`);
      else socket.resetAndDestroy();
    });
    const second = await namedServer(onEnd, 'B2');
    const [switches, times]: [string[], number[]] = [[], []];
    const answers = await answersOf(first.port, {
      fallbacks: [
        { host: '127.0.0.1', port: await quietPort() },
        { host: '127.0.0.1', port: second.port },
      ],
      messages: ['one', 'two', 'three'],
      onConnected: (_, { port }) => times.push(port),
      onSwitch: ({ from, to, failure }) => switches.push(`${from.port} ${to.port} ${failure.message}`),
    });
    expect(answers.map(({ text }) => text)).toEqual(['[B1] one', '[B2] two', '[B2] three']);
    expect(times).toEqual([first.port, second.port]);
    expect(switches).toEqual([`${first.port} ${second.port} connection reset`]);
  });

  it('fail with the last reason when none answers', async () => {
    const close = await scriptedServer(onEnd, (_, { socket }) => socket.end());
    const again = await scriptedServer(onEnd, (_, { socket }) => socket.end());
    const fallbacks = [{ host: '127.0.0.1', port: again.port }];
    const asking = answersOf(close.port, { fallbacks, messages: ['one'] });
    await expect(asking).rejects.toMatchObject({
      code: 'ERR_NO_ANSWER',
      message: expect.stringContaining(`from 127.0.0.1:${again.port} (closed by the other side)`) as unknown,
    });
    expect([close.lines, again.lines]).toEqual([['one'], ['one']]);
  });
});
