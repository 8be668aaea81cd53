import { describe, expect } from '@jest/globals';
import { TestClient } from '../helpers/backends.js';
import { startBackends } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { Desk, VIEW } from '../helpers/desk.js';
import { temporaryFile } from '../helpers/folder.js';
import { FullScreen } from '../helpers/full-screen.js';
import { quietPort } from '../helpers/ports.js';
import { WITH_TERMINALS } from '../helpers/terminal.js';

const onEnd = cleanup();
const ESCAPE = '\u001b';
const CTRL_C = '\u0003';
const CTRL_Z = '\u001a';

/** How `--backends` names a backend. */
async function oneBackend(): Promise<string> {
  const [backend] = await startBackends(1, onEnd);
  return backend?.spec ?? '';
}

/** The terminal is as it was: no alternate screen, a cursor, lines that wrap, keys that are shown. */
function expectRestored(screen: FullScreen): void {
  expect(screen.isFull).toBe(false);
  const last = (on: string, off: string): boolean =>
    screen.written.lastIndexOf(on) > screen.written.lastIndexOf(off);
  expect(last(`${ESCAPE}[?25h`, `${ESCAPE}[?25l`)).toBe(true);
  expect(last(`${ESCAPE}[?7h`, `${ESCAPE}[?7l`)).toBe(true);
}

describe('lbsim top on a terminal', () => {
  WITH_TERMINALS.it('shows the backends, and does what keys say', async () => {
    const desk = await Desk.open(onEnd);
    const lb = await desk.balance([...(await startBackends(2, onEnd))]);
    const client = await TestClient.connect(await lb.port());
    await client.ask('x');
    const screen = new FullScreen('top', onEnd, { env: desk.env });
    await screen.sees(/▸ B1 +up/);
    await screen.sees('1 open');
    expect(screen.isFull).toBe(true);
    expect(screen.lines[0]).toMatch(/^lbsim 127\.0\.0\.1:\d+ {3}round-robin {3}sticky none {3}up /);
    screen.type('d');
    await screen.sees('drain B1: B1 is draining, weight 1, 1 open');
    await screen.sees(/▸ B1 +draining/);
    screen.type('+');
    await screen.sees('weight B1 +1: B1 is draining, weight 2');
    screen.type('=');
    await screen.sees('weight B1 default: B1 is draining, weight 1');
    screen.type('r');
    await screen.sees('ready B1: B1 is up');
    screen.type('K');
    await screen.sees('close 1 connection of B1? y or n');
    screen.type('n');
    await screen.sees('nothing was done');
    screen.type('Ky');
    await screen.sees('kill --backend B1: 1 connection closed');
    screen.type(':wei\tB2 5\r');
    await screen.sees('weight B2 5: B2 is up, weight 5');
    screen.type(':drian B2\r');
    await screen.sees("unknown word 'drian' (did you mean drain?)");
    screen.type('a');
    await screen.sees('algorithm from now on');
    screen.type('3');
    await screen.sees(/algorithm \S+: \S+/);
    screen.type(`${ESCAPE}[B\r`);
    await screen.sees(/backend {2}Esc closes|backends {2}Esc closes/);
    await screen.sees('operator     weight 5');
    screen.type('q');
    await screen.sees(/▸ B2/);
    screen.type('q');
    expect(await screen.ended).toBe(0);
    expectRestored(screen);
    const changes = lb.all('operated').map(({ operation, by }) => [operation, by]);
    expect(changes).toContainEqual(['drain', 'top']);
    expect(changes.every(([, by]) => by === 'top')).toBe(true);
  });

  WITH_TERMINALS.it('has a view each of connections, sessions, events and picks', async () => {
    const desk = await Desk.open(onEnd);
    const lb = await desk.start('balance', '--port', '0', '--backends', await oneBackend());
    const screen = new FullScreen('top --every 200ms', onEnd, { env: desk.env });
    await screen.sees(/▸ B1 +up/);
    screen.type('5');
    await screen.sees('[5 why]');
    await screen.sees('no client has come since this view was opened');
    await desk.ctl('why'); // From now on picks are explained.
    const client = await TestClient.connect(await lb.port());
    await client.ask('x');
    await screen.sees(/▸ \d\d:\d\d:\d\d +127\.0\.0\.1:\d+ +B1 /);
    screen.type('\r');
    await screen.sees('BACKEND  OPEN  WEIGHT  SCORE');
    screen.type('q2');
    await screen.sees(/▸ \d+ +127\.0\.0\.1:\d+ +B1 +\d+s +2 B/);
    screen.type('3');
    await screen.sees(/▸ 127\.0\.0\.1 +B1 +1 /);
    screen.type('4');
    await screen.sees(/listening +listening on/);
    screen.type('/admin');
    await screen.sees('filter /admin: 1 of');
    expect(screen.text).not.toMatch(/^. \S+ +listening /m);
    screen.type('\r1');
    await screen.sees(/▸ B1 +up/);
    screen.type('?');
    await screen.sees('drain the backend');
    screen.type(CTRL_C);
    expect(await screen.ended).toBe(0);
    expectRestored(screen);
  });

  WITH_TERMINALS.it('leaves a message for a token that may only look, and with --view', async () => {
    const desk = await Desk.open(onEnd);
    const look = await temporaryFile(onEnd, 'view', `${VIEW}\n`);
    const { lb, url } = await desk.balanceOverTcp(await startBackends(1, onEnd));
    const screen = new FullScreen(`top --to ${url} --token-file ${look}`, onEnd, { env: desk.env });
    await screen.sees(/▸ B1 +up/);
    screen.type('d');
    await screen.sees('drain B1: the token may only look: use the one that may change');
    screen.type('q');
    expect(await screen.ended).toBe(0);
    const viewer = new FullScreen('top --view', onEnd, { env: desk.env });
    await viewer.sees(/▸ B1 +up/);
    viewer.type('d');
    await viewer.sees('drain B1: --view changes nothing: start lbsim top without it');
    viewer.type('q');
    expect(await viewer.ended).toBe(0);
    expect(lb.all('operated')).toEqual([]);
  });

  WITH_TERMINALS.it('says that its balancer is gone, and shows the one that takes its place', async () => {
    const desk = await Desk.open(onEnd);
    const port = String(await quietPort());
    const words = ['balance', '--port', port, '--backends', await oneBackend()];
    const lb = await desk.start(...words);
    const screen = new FullScreen(`top --to ${port}`, onEnd, { env: desk.env });
    await screen.sees(/▸ B1 +up/);
    await lb.kill('SIGKILL');
    await screen.sees(new RegExp(`^lost 127\\.0\\.0\\.1:${port} for .*, reconnecting: `));
    await desk.start(...words, '--algorithm', 'random');
    await screen.sees(/^lbsim \S+ {3}random /);
    screen.type('q');
    expect(await screen.ended).toBe(0);
  });
});

describe('the terminal is restored', () => {
  WITH_TERMINALS.it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGHUP', 143],
  ] as const)('at %s', async (signal, status) => {
    const desk = await Desk.open(onEnd);
    await desk.balance(await startBackends(1, onEnd));
    const screen = new FullScreen('top', onEnd, { env: desk.env });
    await screen.sees(/▸ B1 +up/);
    process.kill(screen.pidOf('top'), signal);
    expect(await screen.ended).toBe(status);
    expectRestored(screen);
    expect(screen.text).toContain(`lbsim: interrupted by ${signal}`);
  });

  WITH_TERMINALS.it('while it is suspended, and full again when it goes on', async () => {
    const desk = await Desk.open(onEnd);
    await desk.balance(await startBackends(1, onEnd));
    const shell = 'exec bash --norc --noprofile -i';
    const screen = new FullScreen('', onEnd, { env: desk.env, shell });
    await screen.sees(/[#$] /);
    screen.type('$LBSIM top\r');
    await screen.sees(/▸ B1 +up/);
    screen.type(CTRL_Z);
    await screen.sees('Stopped');
    expectRestored(screen);
    screen.type('stty -a | grep -o "[-]*icanon"; fg\r');
    await screen.sees(/▸ B1 +up/);
    expect(screen.written).toMatch(/[^-]icanon\r\n/);
    screen.type('q');
    await screen.until('the shell is back', () => !screen.isFull);
    screen.type('exit\r');
    expect(await screen.ended).toBe(0);
  });

  WITH_TERMINALS.it('after an error that nobody caught, whose message is seen', async () => {
    const desk = await Desk.open(onEnd);
    await desk.balance(await startBackends(1, onEnd));
    const bad = await temporaryFile(
      onEnd,
      'bad.mjs',
      "process.on('SIGUSR2', () => { throw new Error('a flaw'); });\n",
    );
    const screen = new FullScreen('top', onEnd, { env: { ...desk.env, NODE_OPTIONS: `--import ${bad}` } });
    await screen.sees(/▸ B1 +up/);
    process.kill(screen.pidOf('top'), 'SIGUSR2');
    expect(await screen.ended).toBe(1);
    expectRestored(screen);
    expect(screen.text).toContain('internal error: a flaw');
  });
});
