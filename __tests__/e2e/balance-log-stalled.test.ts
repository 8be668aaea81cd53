import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, existsSync, openSync, readSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { askOnce } from '../helpers/backends.js';
import { startBackends, startBalance } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFolder } from '../helpers/folder.js';
import { Lbsim, type LogRecord } from '../helpers/lbsim.js';
import { quietPort } from '../helpers/ports.js';
import { onlyWhere } from '../helpers/only-where.js';

const onEnd = cleanup();
/** Of a name that makes long lines of few connections. */
const NAME_LENGTH = 10_000;
/** Each has two lines of 20 KB: 12 MB. */
const CONNECTIONS = 300;
const AT_ONCE = 10;
const SCRIPT = '/usr/bin/script';

/** A backend under the long name, and the options that log each connection. */
async function longLines(
  nameLength = NAME_LENGTH,
): Promise<{ backends: { spec: string }[]; answer: string; options: string[] }> {
  const [backend] = await startBackends(1, onEnd);
  if (backend === undefined) throw new Error('one was asked for');
  const spec = backend.spec.replace(/^B1=/, `${'B'.repeat(nameLength)}=`);
  return { backends: [{ spec }], answer: 'B1', options: ['--log-connections', 'all'] };
}

async function askAll(port: number, count = CONNECTIONS): Promise<(string | undefined)[]> {
  const answers: (string | undefined)[] = [];
  while (answers.length < count) {
    answers.push(...(await Promise.all(Array.from({ length: AT_ONCE }, () => askOnce(port)))));
  }
  return answers;
}

async function makeFifo(): Promise<string> {
  const fifo = join(await temporaryFolder(onEnd), 'fifo');
  execFileSync('mkfifo', [fifo]);
  return fifo;
}

/** Lines about connections that a log has, and those that it says are missing. */
function accounted(records: readonly LogRecord[], of = 'standard error'): number {
  const logged = records.filter(({ event }) => event === 'connection_open' || event === 'connection_close');
  const dropped = records.filter(({ event, log }) => event === 'log_lines_dropped' && log === of);
  return logged.length + dropped.reduce((sum, { lines }) => sum + Number(lines), 0);
}

/** Whole lines that a pipe holds. */
function linesWaitingIn(pipe: number): number {
  let text = '';
  const buffer = Buffer.alloc(64 * 1024);
  for (;;) {
    try {
      text += buffer.subarray(0, readSync(pipe, buffer)).toString('latin1');
    } catch {
      return text.split('\n').length - 1; // EAGAIN: it is empty
    }
  }
}

describe('a reader of the log that stalls', () => {
  it('costs lines, which are counted, and no client an answer', async () => {
    const { backends, answer, options } = await longLines();
    const lb = startBalance(backends, onEnd, ...options);
    const port = await lb.port();
    lb.child.stderr?.pause();
    expect(await askAll(port)).toEqual(Array(CONNECTIONS).fill(answer));
    lb.child.stderr?.resume();
    expect(await lb.event('log_lines_dropped')).toMatchObject({ level: 'warn', log: 'standard error' });
    await lb.until('all lines', () => accounted(lb.records) === 2 * CONNECTIONS);
    expect(await askOnce(port)).toBe(answer);
    expect(await lb.kill('SIGTERM')).toEqual({ status: 0, signal: null });
    expect(accounted(lb.records)).toBe(2 * (CONNECTIONS + 1));
    expect(lb.records.at(-1)?.event).toBe('stopped');
  });

  it('does not hold up a stop, even if it never returns', async () => {
    const { backends, options } = await longLines();
    const lb = startBalance(backends, onEnd, ...options);
    const port = await lb.port();
    lb.child.stderr?.pause();
    await askAll(port);
    const exit = once(lb.child, 'exit');
    lb.child.kill('SIGTERM');
    expect(await exit).toEqual([0, null]);
    lb.child.stderr?.resume();
  });

  it('and leaves costs lines that are counted in the other log', async () => {
    const { backends, answer, options } = await longLines();
    const file = join(await temporaryFolder(onEnd), 'log');
    const lb = startBalance(backends, onEnd, ...options, '--log-file', file);
    const port = await lb.port();
    lb.child.stderr?.pause();
    expect(await askAll(port, 20)).toEqual(Array(20).fill(answer));
    lb.child.stderr?.destroy();
    expect(await askOnce(port)).toBe(answer);
    expect(await lb.kill('SIGTERM')).toEqual({ status: 0, signal: null });
    const text = await readFile(file, 'utf8');
    const records = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as LogRecord);
    const dropped = records.filter(({ event }) => event === 'log_lines_dropped');
    expect(dropped).toMatchObject([{ level: 'warn', log: 'standard error' }]);
    expect(dropped[0]?.lines).toBeGreaterThan(1);
  });

  it('does not hold up the stop of a server', async () => {
    const server = new Lbsim(['server', '--port', '0', '--log-level', 'DEBUG', '--log-connections', 'all']);
    onEnd(() => server.kill());
    const port = await server.port();
    server.child.stderr?.pause();
    await askAll(port, 1000);
    const exit = once(server.child, 'exit');
    server.child.kill('SIGTERM');
    expect(await exit).toEqual([0, null]);
    server.child.stderr?.resume();
  });

  onlyWhere(existsSync(SCRIPT), "a terminal takes util-linux's script").it(
    'may be a terminal that is stopped by Ctrl-S',
    async () => {
      const { backends, answer, options } = await longLines();
      const port = await quietPort();
      const binary = fileURLToPath(new URL('../../bin/lbsim.js', import.meta.url));
      const words = ['balance', '--port', `${port}`, '--backends', backends[0]?.spec ?? '', ...options];
      const command = ['exec', process.execPath, binary, ...words].map((word) => `'${word}'`).join(' ');
      const terminal = spawn(SCRIPT, ['-qec', command.replace("'exec'", 'exec'), '/dev/null'], {
        env: { ...process.env, LBSIM_LOG_FORMAT: 'json', TERM: 'dumb' },
      });
      onEnd(() => terminal.kill('SIGKILL'));
      const records: LogRecord[] = [];
      const lines = createInterface(terminal.stdout).on('line', (line) => {
        if (line.includes('{')) records.push(JSON.parse(line.slice(line.indexOf('{'))) as LogRecord);
      });
      while (!records.some(({ event }) => event === 'listening')) await once(lines, 'line');
      terminal.stdin.write('\u0013');
      expect(await askAll(port)).toEqual(Array(CONNECTIONS).fill(answer));
      terminal.stdin.write('\u0011');
      while (accounted(records) < 2 * CONNECTIONS) await once(lines, 'line');
      expect(records.find(({ event }) => event === 'log_lines_dropped')).toMatchObject({ level: 'warn' });
      const exit = once(terminal, 'exit');
      terminal.stdin.write('\u0003');
      expect(await exit).toEqual([0, null]);
    },
  );
});

describe('a FIFO', () => {
  it('as --log-file needs no reader, and what none has read is counted at the stop', async () => {
    const { backends, answer, options } = await longLines();
    const fifo = await makeFifo();
    const lb = startBalance(backends, onEnd, ...options, '--log-file', fifo);
    expect(await askAll(await lb.port())).toEqual(Array(CONNECTIONS).fill(answer));
    expect(await lb.kill('SIGTERM')).toEqual({ status: 0, signal: null });
    expect(lb.all('log_lines_dropped')).toContainEqual(expect.objectContaining({ log: fifo }));
    // This test, too, may read too slowly; then what is said of the FIFO may be missing with the rest.
    expect(accounted(lb.records)).toBeGreaterThanOrEqual(2 * CONNECTIONS);
  });

  it('as --log-file may be read later', async () => {
    const { backends, options } = await longLines();
    const fifo = await makeFifo();
    const lb = startBalance(backends, onEnd, ...options, '--log-file', fifo);
    await askAll(await lb.port());
    const reader = spawn('cat', [fifo], { stdio: ['ignore', 'pipe', 'inherit'] });
    onEnd(() => reader.kill('SIGKILL'));
    const closed = once(reader, 'close');
    const records: LogRecord[] = [];
    const lines = createInterface(reader.stdout).on('line', (line) => {
      records.push(JSON.parse(line) as LogRecord);
    });
    while (accounted(records, fifo) < 2 * CONNECTIONS) await once(lines, 'line');
    expect(records.map(({ event }) => event)).toContain('log_lines_dropped');
    expect(await lb.kill('SIGTERM')).toEqual({ status: 0, signal: null });
    await closed;
    expect(records.at(-1)?.event).toBe('stopped');
  });

  it('as --log-file whose reader stalls to the end: what it did not get is counted on standard error', async () => {
    const { backends, options } = await longLines(1000);
    const fifo = await makeFifo();
    const reader = openSync(fifo, constants.O_RDWR | constants.O_NONBLOCK);
    onEnd(() => closeSync(reader));
    const lb = startBalance(backends, onEnd, ...options, '--log-file', fifo);
    await askAll(await lb.port());
    expect(await lb.kill('SIGTERM')).toEqual({ status: 0, signal: null });
    const [dropped, ...more] = lb.all('log_lines_dropped');
    expect(more).toEqual([]);
    expect(dropped).toMatchObject({ level: 'warn', log: fifo });
    expect(linesWaitingIn(reader) + Number(dropped?.lines)).toBe(lb.records.length - 1);
  });

  it('as --record needs no reader, and is lost at the stop', async () => {
    const fifo = await makeFifo();
    const { backends, answer } = await longLines(100_000); // a header that is longer than a pipe
    const lb = startBalance(backends, onEnd, '--record', fifo);
    expect(await askOnce(await lb.port())).toBe(answer);
    expect(await lb.kill('SIGTERM')).toEqual({ status: 0, signal: null });
    expect(lb.all('recording_lost')).toMatchObject([{ file: fifo, reason: 'writing is too slow' }]);
  });
});
