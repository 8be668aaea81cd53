import { once } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { recordingLine } from '../../lib/recording/format.js';
import { TestClient } from '../helpers/backends.js';
import { startBackends, startBalance, startServer } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { Lbsim } from '../helpers/lbsim.js';
import { quietPort } from '../helpers/ports.js';
import { listenOnLoopback } from '../helpers/sockets.js';
import { pids } from '../helpers/workers.js';
import { backendsOf, headerOf } from '../recording/recorded.js';
import { someOf } from '../helpers/effort.js';

const onEnd = cleanup();

const STATUS = { SIGTERM: 143, SIGINT: 130, SIGHUP: 143 } as const;
const SIGNALS = Object.keys(STATUS) as (keyof typeof STATUS)[];

/** A command with its standard input left open. */
function start(...args: readonly string[]): Lbsim {
  const lbsim = new Lbsim([...args, '--log-level', 'debug'], { input: 'pipe' });
  onEnd(() => lbsim.kill());
  return lbsim;
}

/** A server of the test's own. @returns its port, and its first `nth` connections as soon as they have come */
async function listen(
  nth: number,
  serve: (socket: Socket) => void,
): Promise<{ port: string; connected: Promise<void> }> {
  const sockets: Socket[] = [];
  let reached = (): void => undefined;
  const connected = new Promise<void>((resolve) => (reached = resolve));
  const { server, port } = await listenOnLoopback((socket) => {
    serve(socket);
    if (sockets.push(socket) === nth) reached();
  });
  onEnd(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: String(port), connected };
}

const echo = (socket: Socket): unknown =>
  socket.on('data', (chunk: Buffer) => socket.write(chunk)).on('end', () => socket.end());

/** Answers the first line, and no other. */
function answerOnce(socket: Socket): void {
  socket.once('data', (chunk: Buffer) => socket.write(chunk));
  socket.resume();
}

const takeIn = (socket: Socket): unknown => socket.resume();

async function printed(lbsim: Lbsim, text: string): Promise<void> {
  while (!lbsim.stdout.includes(text)) await once(lbsim.child.stdout ?? lbsim.child, 'data');
}

/** A simulation that would take minutes. */
function simulating(...args: readonly string[]): () => Promise<Lbsim> {
  return async () => {
    const simulation = start(...args, '--requests', '1e9', '--yes');
    await simulation.event('simulating');
    return simulation;
  };
}

/** Commands that are under way, and what they have printed when they are interrupted. */
const COMMANDS: Readonly<Record<string, readonly [begin: () => Promise<Lbsim>, output: RegExp]>> = {
  'a load': [
    async () => {
      const { port, connected } = await listen(3, echo);
      const load = start('client', '--port', port, '--duration', '1h');
      await connected;
      return load;
    },
    /connections .* p99 .*all answers right/s,
  ],
  'a load that prints JSON': [
    async () => {
      const { port, connected } = await listen(3, echo);
      const load = start('client', '--port', port, '--duration', '1h', '--json');
      await connected;
      return load;
    },
    /^\{"connections":\d+,"ok":[1-9].*"interrupted":"SIG\w+"\}\n$/,
  ],
  'a client with lines to send': [
    async () => {
      const { port } = await listen(1, answerOnce);
      const client = start('client', '--port', port, '--message', 'one', '--message', 'two');
      await printed(client, 'one\n');
      return client;
    },
    /^one\n$/,
  ],
  'a client in a pipe': [
    async () => {
      const { port } = await listen(1, echo);
      const client = start('client', '--port', port);
      client.child.stdin?.write('one\n');
      await printed(client, 'one\n');
      return client;
    },
    /^one\n$/,
  ],
  'a check whose balancer lets nothing through': [
    async () => {
      const { port, connected } = await listen(1, takeIn);
      const check = start('check', `127.0.0.1:${port}`, '--backend-port', `${await quietPort()}`);
      await connected;
      return check;
    },
    /^$/,
  ],
  'a check that prints JSON': [
    async () => {
      const backend = String(await quietPort());
      const lb = startBalance([{ spec: `127.0.0.1:${backend}` }], onEnd, '--health-check-interval', '0.1');
      const checks = ['--only', 'bytes,idle-hold', '--idle', '1h', '--json'];
      const check = start('check', `127.0.0.1:${await lb.port()}`, '--backend-port', backend, ...checks);
      await check.until('idle-hold', () => check.all('check_started').length === 2);
      return check;
    },
    /^\{.*"ok":false,.*"checks":\[\{"name":"bytes"[^[]*\],"interrupted":"SIG\w+"\}\n$/,
  ],
  'a simulation': [simulating('simulate'), /^$/],
  'a simulation that prints JSON': [
    simulating('simulate', '--json'),
    /^\{"algorithm":"auto",.*"completed":0,.*"replications":0,.*"interrupted":"SIG\w+"\}\n$/,
  ],
  'a comparison that prints JSON': [
    simulating('compare', '--algorithms', 'random,auto', '--json'),
    /^\{"runs":\[\],"pairs":\[\],"interrupted":"SIG\w+"\}\n$/,
  ],
  'a validation': [
    async () => {
      const validation = start('validate', '--effort', '100', '--only', 'round-robin');
      await validation.event('validating');
      return validation;
    },
    /^$/,
  ],
  'a replay of what never ends': [
    async () => {
      const replay = start('replay', '-', '--json');
      const header = recordingLine(headerOf({ algorithm: 'round-robin', backends: backendsOf([1]) }));
      const entries = '["advance",1]\n'.repeat(100_000);
      await new Promise((taken) => replay.child.stdin?.write(`${header}\n${entries}`, taken));
      return replay;
    },
    /^\{"ok":false,"picks":0,.*"interrupted":"SIG\w+"\}\n$/,
  ],
  'a demo': [
    async () => {
      const demo = start('demo');
      await printed(demo, '✓');
      return demo;
    },
    /not finished, in 'Round-robin.*': 1 of 1 checks passed so far\n$/,
  ],
};

describe.each(Object.entries(COMMANDS))('%s that is interrupted', (_name, [begin, output]) => {
  it.each(someOf(SIGNALS, 1))('prints what it has and ends with the status of %s', async (signal) => {
    const lbsim = await begin();
    expect(await lbsim.kill(signal)).toEqual({ status: STATUS[signal], signal: null });
    expect(lbsim.stdout).toMatch(output);
    expect(lbsim.stderr).toMatch(new RegExp(`^lbsim: interrupted by ${signal}`, 'm'));
    expect(lbsim.stderr).not.toMatch(/internal error|✗/);
  });
});

describe('a second signal', () => {
  it('ends a load at once with status 1', async () => {
    const { port, connected } = await listen(1, takeIn);
    const load = start('client', '--port', port, '--count', '1');
    await connected;
    load.child.kill('SIGTERM');
    // Asked again until it is gone: of two signals of one kind that come together the system makes one.
    const again = setInterval(() => load.child.kill('SIGINT'), 5);
    const ending = await load.ended.finally(() => clearInterval(again));
    expect(ending).toEqual({ status: 1, signal: null });
  });
});

describe('SIGHUP', () => {
  it('stops a server gracefully', async () => {
    const { lbsim } = await startServer('B1', onEnd);
    expect(await lbsim.kill('SIGHUP')).toEqual({ status: 0, signal: null });
    expect(lbsim.all('stopped')).toHaveLength(1);
  });

  it('neither ends a balancer nor a client of it, also when its whole process group is hung up', async () => {
    const lb = startBalance(await startBackends(1, onEnd), onEnd);
    const client = await TestClient.connect(await lb.port());
    await client.ask('x');
    for (const pid of pids(lb)) process.kill(pid, 'SIGHUP');
    lb.child.kill('SIGHUP');
    expect(await lb.event('reload_unsupported')).toMatchObject({ level: 'warn' });
    expect(await client.ask('y')).toContain('y');
    client.socket.destroy();
    expect(lb.all('worker_lost')).toEqual([]);
    expect(await lb.kill('SIGTERM')).toEqual({ status: 0, signal: null });
  });
});

describe.each(someOf(['SIGUSR1', 'SIGUSR2'] as const, 1))('%s ends nothing, opens no debugger', (signal) => {
  it('in a server', async () => {
    const { lbsim, port } = await startServer('B1', onEnd);
    lbsim.child.kill(signal);
    const client = await TestClient.connect(port);
    expect(await client.ask('x')).toContain('x');
    client.socket.destroy();
    expect(await lbsim.kill('SIGTERM')).toEqual({ status: 0, signal: null });
    expect(lbsim.stderr).not.toContain('Debugger');
  });

  it('in a balancer and its workers', async () => {
    const lb = startBalance(await startBackends(1, onEnd), onEnd);
    const port = await lb.port();
    for (const pid of [...pids(lb), lb.child.pid ?? 0]) process.kill(pid, signal);
    const client = await TestClient.connect(port);
    expect(await client.ask('x')).toContain('x');
    client.socket.destroy();
    expect(await lb.kill('SIGTERM')).toEqual({ status: 0, signal: null });
    expect(lb.all('worker_lost')).toEqual([]);
    expect(lb.stderr).not.toContain('Debugger');
  });

  it('in a demo and its backends', async () => {
    const demo = start('demo', '--fast');
    await printed(demo, '✓');
    const backends = [...demo.stdout.matchAll(/process (\d+)\n/g)].map(([, pid]) => Number(pid));
    expect(backends).toHaveLength(3);
    for (const pid of [...backends, demo.child.pid ?? 0]) process.kill(pid, signal);
    expect(await demo.ended).toEqual({ status: 0, signal: null });
    expect(demo.stderr).not.toContain('Debugger');
  });

  it('in a simulation with its threads', async () => {
    const simulation = start('simulate', '--requests', '3e5', '--replications', '2');
    await simulation.event('simulating');
    simulation.child.kill(signal);
    expect(await simulation.ended).toEqual({ status: 0, signal: null });
    expect(simulation.stderr).not.toContain('Debugger');
  });
});
