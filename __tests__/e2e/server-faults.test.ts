import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { TestClient } from '../helpers/backends.js';
import { cleanup } from '../helpers/cleanup.js';
import { Lbsim } from '../helpers/lbsim.js';
import { answerOrError, connectToLoopback, readToEnd, receive, RESET } from '../helpers/sockets.js';

const onEnd = cleanup();

/** A backend on a free port, whose standard input the test writes. */
async function start(...options: string[]): Promise<{ server: Lbsim; port: number }> {
  const server = new Lbsim(['server', '--name', 'B1', '--port', '0', ...options], { input: 'pipe' });
  onEnd(() => server.kill());
  return { server, port: await server.port() };
}

async function client(port: number): Promise<TestClient> {
  const connected = await TestClient.connect(port);
  onEnd(() => connected.socket.destroy());
  return connected;
}

/** Types a line and waits until the server has taken it. */
async function type(server: Lbsim, line: string): Promise<void> {
  const changes = server.all('faults_changed').length;
  server.child.stdin?.write(`${line}\n`);
  await server.event('faults_changed', changes + 1);
}

/** What becomes of connections that ask once, one after the other. */
async function outcomes(port: number, count: number): Promise<string[]> {
  const all: string[] = [];
  for (let n = 0; n < count; n++) all.push((await answerOrError(port)).replace(RESET, 'reset'));
  return all;
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

describe('lbsim server misbehaves:', () => {
  it('--latency holds every answer back, and each connection is told of once', async () => {
    const { server, port } = await start('--latency', '150ms');
    const asking = await client(port);
    const { name } = asking;

    for (const line of ['a', 'b'])
      expect(
        await secondsOf(async () => expect(await asking.ask(line)).toBe(`[B1] ${line}`)),
      ).toBeGreaterThan(0.149);

    await asking.close();
    await server.event('fault');
    expect(server.all('fault')).toMatchObject([{ kind: 'latency', client: name, level: 'info' }]);
  });

  it('--bandwidth sends no more bytes a second', async () => {
    const { server, port } = await start('--mode', 'echo', '--bandwidth', '64K');
    const socket = await connectToLoopback(port);
    const sent = Buffer.alloc(32 * 1024, 'x');

    const seconds = await secondsOf(async () => {
      socket.end(sent);
      expect(await readToEnd(socket)).toEqual(sent);
    });

    expect(seconds).toBeGreaterThan(0.45);
    expect(await server.event('fault')).toMatchObject({ kind: 'bandwidth' });
  });

  it('--refuse-ratio resets a share of the connections, the same ones for the same seed', async () => {
    const runs = await Promise.all(
      ['7', '7', '8'].map(async (seed) => {
        const { port } = await start('--refuse-ratio', '0.5', '--seed', seed);
        return outcomes(port, 30);
      }),
    );

    expect(runs[0]).toEqual(runs[1]);
    expect(runs[0]).not.toEqual(runs[2]);
    for (const run of runs) expect(new Set(run)).toEqual(new Set(['[B1] x', 'reset']));
  });

  it('--fail-first resets the first connections, and then all is well', async () => {
    const { server, port } = await start('--fail-first', '3');

    expect(await outcomes(port, 5)).toEqual([...Array<string>(3).fill('reset'), '[B1] x', '[B1] x']);

    await server.event('fault', 3);
    expect(server.all('fault').map(({ kind }) => kind)).toEqual(Array(3).fill('fail-first'));
  });

  it.each([
    ['--reset-after', 'ECONNRESET'],
    ['--close-after', 'fin'],
  ])('%s cuts a connection off after so many bytes', async (option, ending) => {
    const { server, port } = await start(option, '8');
    const socket = await connectToLoopback(port);
    onEnd(() => socket.destroy());
    const received = receive(socket);

    socket.write('one\ntwo\nthree\n');

    expect({ ...(await received), bytes: (await received).bytes.toString() }).toEqual({
      bytes: '[B1] one',
      ending,
    });
    expect(await server.event('fault')).toMatchObject({ kind: option.slice(2) });
  });

  it('--hang accepts and never answers, until it is healed', async () => {
    const { server, port } = await start('--hang');
    const asking = await client(port);
    const answer = asking.ask('x');
    expect(await server.event('fault')).toMatchObject({ kind: 'hang', client: asking.name });

    await type(server, 'heal');

    expect(await answer).toBe('[B1] x');
  });

  it('--freeze accepts nothing, until it is healed', async () => {
    const { server, port } = await start('--freeze', '--log-level', 'debug');
    const asking = await client(port);
    const answer = asking.ask('x');
    expect(await server.event('fault')).toMatchObject({ kind: 'freeze', client: asking.name });
    expect(server.all('connection_open')).toEqual([]);

    await type(server, 'fault freeze off');

    expect(await answer).toBe('[B1] x');
    expect(await server.event('connection_open')).toMatchObject({ client: asking.name });
  });

  it('--probe-only lets a connection stand, and closes it at its first byte', async () => {
    const { server, port } = await start('--probe-only', '--log-level', 'debug');
    const socket = await connectToLoopback(port);
    const received = receive(socket);
    await server.event('connection_open');
    expect(server.all('fault')).toEqual([]);

    socket.write('x');

    expect(await received).toEqual({ bytes: Buffer.alloc(0), ending: 'fin' });
    expect(await server.event('fault')).toMatchObject({ kind: 'probe-only' });
    socket.destroy();
  });

  it('faults combine', async () => {
    const { server, port } = await start('--latency', '100ms', '--close-after', '4', '--fail-first', '1');
    expect(await outcomes(port, 1)).toEqual(['reset']);
    const socket = await connectToLoopback(port);

    const seconds = await secondsOf(async () => {
      socket.end('x\n');
      expect((await readToEnd(socket)).toString()).toBe('[B1]');
    });

    expect(seconds).toBeGreaterThan(0.099);
    await server.event('fault', 3);
    expect(server.all('fault').map(({ kind }) => kind)).toEqual(['fail-first', 'latency', 'close-after']);
  });
});

describe('lbsim server, on standard input,', () => {
  it('takes faults, heals, tells how it stands, and quits', async () => {
    const { server, port } = await start();
    const asking = await client(port);
    expect(await asking.ask('a')).toBe('[B1] a');
    await type(server, 'fault latency 120ms');
    await type(server, 'fault hang on');
    const { stdout, stdin } = server.child;
    if (stdout === null || stdin === null) throw new Error('the server has no standard input or output');
    const answered = once(stdout, 'data');
    stdin.write('stats\n');
    await answered;
    expect(JSON.parse(server.stdout)).toEqual({
      name: 'B1',
      open: 1,
      unaccepted: 0,
      served: 1,
      probes: 0,
      faults: { latencyMs: 120, hang: true },
    });
    await type(server, 'fault hang off');

    expect(await secondsOf(() => asking.ask('b'))).toBeGreaterThan(0.119);

    await type(server, 'heal');
    expect(server.all('faults_changed').at(-1)).toMatchObject({ faults: {} });
    server.child.stdin?.write('quit\n');
    asking.socket.end();
    expect(await server.ended).toEqual({ status: 0, signal: null });
  });

  it.each([
    ['fault latncy 5', "unknown fault 'latncy': use one of latency,", '(did you mean latency?)'],
    ['fault latency soon', "'soon' is not a duration: use seconds such as 5 or 0.25", ''],
    ['fault refuse-ratio 2', "'2' is not a share: use a number from 0 to 1", ''],
    ['fault bandwidth', "'' is not a number of bytes: use one such as 100, 64K or 1M", ''],
    [
      'heall',
      "unknown command 'heall': use fault NAME VALUE, heal, stats, quit, help",
      '(did you mean heal?)',
    ],
  ])('answers %j by what is wrong with it, and goes on', async (line, wrong, hint) => {
    const { server, port } = await start();

    server.child.stdin?.write(`${line}\n`);

    const { level, message } = await server.event('bad_command');
    expect(level).toBe('warn');
    expect(message).toContain(wrong);
    expect(message).toContain(hint);
    expect(await (await client(port)).ask('x')).toBe('[B1] x');
  });

  it('goes on when that ends', async () => {
    const { server, port } = await start();

    server.child.stdin?.end('fault latency 1ms\n');

    await server.event('faults_changed');
    expect(await (await client(port)).ask('x')).toBe('[B1] x');
  });
});
