import { PassThrough } from 'node:stream';
import { describe, expect, it, jest } from '@jest/globals';
import { defined } from '../../../lib/defined.js';
import { SessionConsole } from '../../../lib/client/interactive/session-console.js';
import { cleanup } from '../../helpers/cleanup.js';
import { Screen, terminalInput } from '../helpers.js';

const onEnd = cleanup();
const ESCAPES = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*[A-Za-z]`, 'g');

function open({ terminal = false, columns }: { terminal?: boolean; columns?: number } = {}) {
  const input = terminal ? terminalInput() : new PassThrough();
  const output = new Screen({ terminal });
  const prompts = Object.assign(new Screen({ terminal }), defined({ columns }));
  const lines: string[] = [];
  const end = jest.fn();
  const screen = new SessionConsole(
    { input, output, prompts },
    { line: (text) => void lines.push(text), end },
  );
  onEnd(() => screen.release());
  return { input, output, prompts, lines, end, screen };
}

function turn(): Promise<void> {
  return new Promise((done) => setImmediate(done));
}

describe('the console of a session', () => {
  it('gives the lines that are typed, whatever their line ends', async () => {
    const { input, lines } = open();
    input.write('one\ntwo\r\n\nfour');
    input.end();
    await turn();
    expect(lines).toEqual(['one', 'two', '', 'four']);
  });

  it.each([
    ['a window', { terminal: true, columns: 24 }, '  one two three four\r\n  five six'],
    ['a window that says it has no columns', { terminal: true, columns: 0 }, '  one two three four five six'],
    ['no window', { columns: 24 }, '  one two three four five six'],
  ])('breaks what the session says between words at the edge of %s', (_, options, text) => {
    const { screen, prompts } = open(options);
    screen.notice('  one two three four five six');
    expect(prompts.text.replace(ESCAPES, '')).toContain(`${text.replaceAll('\r', '')}\n`);
  });

  it('keeps what the server sends and what the session says apart', () => {
    const { screen, output, prompts } = open();
    screen.prompt();
    screen.data(Buffer.from('[B1] a\n'));
    screen.notice('1 ms');
    expect(output.text).toBe('[B1] a\n');
    expect(prompts.text).toBe('lbsim> \nlbsim> \n1 ms\nlbsim> ');
  });

  it('passes bytes on untouched, text or not', () => {
    const { screen, output } = open({ terminal: true });
    screen.data(Buffer.from('no newline'));
    screen.data(Buffer.from(' yet\n'));
    expect(output.text).toBe('no newline yet\n');
  });

  it('shows what happens above the line that is being typed', async () => {
    const { screen, input, prompts } = open({ terminal: true });
    screen.prompt();
    input.write('half a li');
    await turn();
    screen.notice('news');
    const shown = prompts.text.replaceAll(ESCAPES, '');
    expect(shown.endsWith('news\nlbsim> half a li')).toBe(true);
  });

  it('completes commands, and leaves Tab to what is to be sent', async () => {
    const { screen, input, lines } = open({ terminal: true });
    screen.prompt();
    for (const keys of ['/bu', '\t', '5\r', 'a', '\t', 'b\r']) {
      input.write(keys);
      await turn();
    }
    expect(lines).toEqual(['/burst 5', 'a\tb']);
  });

  it('shows that an answer is awaited, by the prompt', async () => {
    const { screen, input, prompts } = open({ terminal: true });
    screen.prompt();
    input.write('next');
    await turn();
    screen.waiting(true);
    expect(prompts.text.replaceAll(ESCAPES, '').endsWith('lbsim (waiting)> next')).toBe(true);
    screen.waiting(false);
    expect(prompts.text.replaceAll(ESCAPES, '').endsWith('lbsim> next')).toBe(true);
  });

  it('shows nothing of that where nobody edits lines', () => {
    const { screen, prompts } = open();
    screen.prompt();
    screen.waiting(true);
    expect(prompts.text).toBe('lbsim> ');
  });

  it('begins the prompt on a line of its own', () => {
    const { screen, prompts } = open({ terminal: true });
    screen.data(Buffer.from('login: '));
    expect(prompts.text.replaceAll(ESCAPES, '')).toBe('\nlbsim> ');
  });

  it('puts a line into the editor, to be sent by Enter', async () => {
    const { screen, input, lines } = open({ terminal: true });
    expect(screen.canOffer).toBe(true);
    screen.offer('again');
    expect(lines).toEqual([]);
    input.write('\r');
    await turn();
    expect(lines).toEqual(['again']);
  });

  it('does not offer a line over one that is being typed', async () => {
    const { screen, input } = open({ terminal: true });
    input.write('x');
    await turn();
    expect(screen.canOffer).toBe(false);
  });

  it('has no editor to offer a line in without a terminal', () => {
    expect(open().screen.canOffer).toBe(false);
  });

  it.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ])('ends on %s', async (_, key) => {
    const { input, end } = open({ terminal: true });
    input.write(key);
    await turn();
    expect(end).toHaveBeenCalledTimes(1);
  });

  it('leaves the cursor at the beginning of a line', async () => {
    const { screen, input, prompts } = open({ terminal: true });
    screen.prompt();
    input.write('half a li\u0003');
    await turn();
    expect(prompts.text.endsWith('half a li\n')).toBe(true);
  });

  it('leaves no empty line behind what was typed last', async () => {
    const { screen, input, prompts } = open({ terminal: true });
    screen.prompt();
    input.write('/quit\r');
    await turn();
    const before = prompts.text;
    screen.close();
    expect(prompts.text).toBe(before);
  });

  it('ends with its input', async () => {
    const { input, end } = open();
    input.end();
    await turn();
    expect(end).toHaveBeenCalledTimes(1);
  });

  it.each(['input', 'output', 'prompts'] as const)('ends when its %s fails', async (name) => {
    const session = open();
    session[name].destroy(new Error('EIO'));
    await turn();
    expect(session.end).toHaveBeenCalledTimes(1);
  });

  it('still shows what comes after its end', async () => {
    const { screen, input, output, prompts } = open();
    input.end();
    await turn();
    screen.data(Buffer.from('late\n'));
    screen.notice('said');
    screen.prompt();
    expect([output.text, prompts.text]).toEqual(['late\n', 'said\n']);
  });

  it('says when its output wants to catch up', () => {
    const input = new PassThrough();
    const slow = new PassThrough({ highWaterMark: 4 });
    const screen = new SessionConsole(
      { input, output: slow, prompts: new Screen() },
      { line: () => undefined, end: () => undefined },
    );
    onEnd(() => screen.release());
    expect(screen.data(Buffer.from('a'))).toBe(true);
    expect(screen.data(Buffer.from('a long line\n'))).toBe(false);
  });

  it('lets go of its streams', async () => {
    const { screen, input, output, prompts } = open({ terminal: true });
    screen.release();
    await turn();
    expect([input, output, prompts].map((stream) => stream.listenerCount('error'))).toEqual([0, 0, 0]);
    expect(input.isPaused()).toBe(true);
  });
});
