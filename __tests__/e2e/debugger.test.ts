import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { startBackends, startServer } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { Desk } from '../helpers/desk.js';
import { FullScreen } from '../helpers/full-screen.js';
import { Lbsim } from '../helpers/lbsim.js';
import { onlyWhere } from '../helpers/only-where.js';
import { childrenOf } from '../helpers/processes.js';
import { WITH_TERMINALS } from '../helpers/terminal.js';

const onEnd = cleanup();

/** SIGUSR1 as a bit of a mask of /proc. */
const BIT = 1n << 9n;
/** So that tests do not get into each other's way; it opens none. */
const ANY_PORT = '--inspect-port=0';

/** Text that comes on standard output after this moment. */
async function moreOf({ child }: Lbsim): Promise<string> {
  const [text] = (await once(child.stdout ?? child, 'data')) as [string];
  return text;
}

async function isCaught(pid: number | undefined): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return (BigInt(`0x${/^SigCgt:\s*(\w+)$/m.exec(status)?.[1] ?? '0'}`) & BIT) > 0n;
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  onEnd(() => socket.destroy());
  return new Promise((resolve) => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  });
}

/** The debugger's port that a process has named so far. */
function debuggerOf({ stderr }: Lbsim): number | undefined {
  const port = /Debugger listening on ws:\/\/127\.0\.0\.1:(\d+)/.exec(stderr)?.[1];
  return port === undefined ? undefined : Number(port);
}

describe('SIGUSR1 opens no debugger, and ends nothing', () => {
  it('in a playground and its backends', async () => {
    const desk = await Desk.open(onEnd);
    const env = { ...desk.env, NODE_OPTIONS: ANY_PORT };
    const playground = new Lbsim(['playground', '--no-open', '--backends', '2'], { env });
    onEnd(() => playground.kill());
    await moreOf(playground);
    const { pid = 0 } = playground.child;
    const children = await childrenOf(pid, 'dist');
    expect(children.length).toBeGreaterThanOrEqual(2);
    // One that is only just started is ended by any signal that it does not catch yet.
    for (const each of children) while (!(await isCaught(each)));
    for (const each of [...children, pid]) process.kill(each, 'SIGUSR1');
    expect(await desk.ctl('ping')).toContain('ready');
    expect(await childrenOf(pid, 'dist')).toEqual(expect.arrayContaining(children));
    // Its load may only just start: see below.
    const port = debuggerOf(playground);
    if (port !== undefined) expect(await accepts(port)).toBe(false);
    expect(await playground.kill('SIGINT')).toEqual({ status: 0, signal: null });
  });

  it.each([
    ['ctl', 'backends', '--watch'],
    ['ctl', 'events', '--follow'],
    ['top', '--every', '100ms'],
  ])('in %s %s %s', async (...words) => {
    const desk = await Desk.open(onEnd);
    const [backend] = await startBackends(1, onEnd);
    if (backend === undefined) throw new Error('one is there');
    await desk.balance([backend]);
    const reader = new Lbsim([...words, '--json'].slice(0, words[0] === 'top' ? 3 : 4), { env: desk.env });
    onEnd(() => reader.kill());
    if (words[1] === 'events') while (!(await isCaught(reader.child.pid))) await moreOf(reader);
    else await moreOf(reader);
    reader.child.kill('SIGUSR1');
    const more = moreOf(reader);
    await desk.ctl('weight', 'B1', '7');
    expect(await more).not.toBe('');
    await reader.kill('SIGTERM');
    expect(reader.stderr).not.toContain('Debugger');
  });

  WITH_TERMINALS.it('in a client at a terminal', async () => {
    const { port } = await startServer('B1', onEnd);
    const screen = new FullScreen(`client --port ${port}`, onEnd);
    await screen.sees('> ');
    process.kill(screen.pidOf('client'), 'SIGUSR1');
    screen.type('hello\r');
    await screen.sees('[B1] hello');
    screen.type('/quit\r');
    expect(await screen.ended).toBe(0);
    expect(screen.written).not.toContain('Debugger');
  });
});

onlyWhere(process.platform === 'linux', 'the signals that a process catches are in /proc').describe(
  'SIGUSR1 while Node starts',
  () => {
    it('leaves no debugger open', async () => {
      const server = new Lbsim(['server', '--port', '0'], { env: { NODE_OPTIONS: ANY_PORT } });
      onEnd(() => server.kill());
      while (!(await isCaught(server.child.pid))); // from now on it is Node that takes it
      server.child.kill('SIGUSR1');
      await server.event('listening');
      const port = debuggerOf(server);
      if (port !== undefined) expect(await accepts(port)).toBe(false);
      expect(await server.kill('SIGTERM')).toEqual({ status: 0, signal: null });
    });

    it('leaves the one open that was asked for', async () => {
      const server = new Lbsim(['server', '--port', '0'], { env: { NODE_OPTIONS: '--inspect=0' } });
      onEnd(() => server.kill());
      await server.event('listening');
      expect(await accepts(debuggerOf(server) ?? 0)).toBe(true);
    });
  },
);
