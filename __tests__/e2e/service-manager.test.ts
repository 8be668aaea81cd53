import { spawn, spawnSync } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from '@jest/globals';
import { TestClient } from '../helpers/backends.js';
import { startBackends } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFolder } from '../helpers/folder.js';
import { Lbsim } from '../helpers/lbsim.js';
import { onlyWhere } from '../helpers/only-where.js';

const onEnd = cleanup();

/** Messages in the order in which they came. */
class Inbox {
  readonly #messages: string[] = [];
  #wake = (): void => undefined;

  put(message: string): void {
    this.#messages.push(message);
    this.#wake();
  }

  get messages(): readonly string[] {
    return this.#messages;
  }

  /** The messages, as soon as there are that many. */
  async first(count: number): Promise<readonly string[]> {
    while (this.#messages.length < count) await new Promise<void>((resolve) => (this.#wake = resolve));
    return this.#messages;
  }
}

/** A program in the place of systemd-notify, which sends what it is told to the socket by a stream. */
const SENDER = `#!${process.execPath}
require('node:net').connect(process.env.NOTIFY_SOCKET).end(process.argv.slice(2).join(' '));
`;

/** What systemd does, with that program. @returns the environment of a service, and what it was told */
async function fakeManager(): Promise<{ env: object; inbox: Inbox }> {
  const folder = await temporaryFolder(onEnd);
  const program = join(folder, 'systemd-notify');
  await writeFile(program, SENDER);
  await chmod(program, 0o755);
  const inbox = new Inbox();
  const server = createServer((socket) => {
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    socket.on('end', () => inbox.put(text));
  });
  const path = join(folder, 'socket');
  await new Promise<void>((resolve) => server.listen(path, resolve));
  onEnd(() => server.close());
  return { env: { NOTIFY_SOCKET: path, PATH: `${folder}${delimiter}${process.env.PATH}` }, inbox };
}

async function balance(env: object, ...options: readonly string[]): Promise<Lbsim> {
  const [backend] = await startBackends(1, onEnd);
  const lb = new Lbsim(['balance', '--port', '0', '--backends', backend?.spec ?? '', ...options], { env });
  onEnd(() => lb.kill());
  return lb;
}

describe('a service manager', () => {
  it.each([['1'], ['2']])(
    'is told that %s process(es) are ready, and stop while they drain',
    async (workers) => {
      const { env, inbox } = await fakeManager();
      const lb = await balance(env, '--workers', workers, '--drain-timeout', '1h');
      expect(await inbox.first(1)).toEqual(['READY=1']);
      expect(lb.all('listening')).toHaveLength(1);
      const client = await TestClient.connect(await lb.port());
      await client.ask('x');
      lb.child.kill('SIGTERM');
      expect(await inbox.first(2)).toEqual(['READY=1', 'STOPPING=1']);
      expect(lb.all('stopped')).toEqual([]);
      client.socket.destroy();
      expect(await lb.ended).toEqual({ status: 0, signal: null });
      expect(inbox.messages).toHaveLength(2);
    },
  );

  it('is told of a server, too', async () => {
    const { env, inbox } = await fakeManager();
    const server = new Lbsim(['server', '--port', '0'], { env });
    onEnd(() => server.kill());
    expect(await inbox.first(1)).toEqual(['READY=1']);
    expect(await server.kill('SIGTERM')).toEqual({ status: 0, signal: null });
    expect(inbox.messages).toEqual(['READY=1', 'STOPPING=1']);
  });

  it('is told nothing by one that cannot listen', async () => {
    const { env, inbox } = await fakeManager();
    const lb = await balance(env, '--host', '192.0.2.1');
    expect(await lb.ended).toEqual({ status: 1, signal: null });
    expect(inbox.messages).toEqual([]);
  });

  it('that cannot be told is logged, and everything else goes on', async () => {
    const lb = await balance({ NOTIFY_SOCKET: '/no/such/socket', PATH: '/no/such/folder' });
    expect(await lb.event('notify_failed')).toMatchObject({
      level: 'warn',
      state: 'READY=1',
      reason: 'systemd-notify is not installed',
    });
    const client = await TestClient.connect(await lb.port());
    expect(await client.ask('x')).toContain('x');
    client.socket.destroy();
    expect(await lb.kill('SIGTERM')).toEqual({ status: 0, signal: null });
  });
});

/** Receives datagrams as systemd does; a name that begins with @ is that of an abstract socket. */
const RECEIVER = `
use Socket; $| = 1; my $name = $ARGV[0]; $name =~ s/^@/\\0/;
socket(my $socket, AF_UNIX, SOCK_DGRAM, 0) or die $!;
bind($socket, pack_sockaddr_un($name)) or die $!;
print "bound\\n";
while (defined recv($socket, my $text, 4096, 0)) { print "$text\\n" }`;

const runs = (program: string): boolean => spawnSync(program, ['--version']).status === 0;

describe('the socket of systemd', () => {
  onlyWhere(runs('systemd-notify') && runs('perl'), 'systemd-notify and perl are needed').it.each([
    ['a path', async () => join(await temporaryFolder(onEnd), 'notify')],
    ['an abstract name', () => `@lbsim-test-${process.pid}`],
  ])('may be %s', async (_kind, nameOf) => {
    const name = await nameOf();
    const receiver = spawn('perl', ['-e', RECEIVER, name], { stdio: ['ignore', 'pipe', 'inherit'] });
    onEnd(() => receiver.kill());
    const inbox = new Inbox();
    createInterface(receiver.stdout).on('line', (line) => inbox.put(line));
    await inbox.first(1);
    const lb = await balance({ NOTIFY_SOCKET: name });
    // With each message comes one by which systemd-notify knows that the one before was read.
    expect(await inbox.first(3)).toEqual(['bound', 'READY=1', 'BARRIER=1']);
    expect(await lb.kill('SIGTERM')).toEqual({ status: 0, signal: null });
    expect(await inbox.first(5)).toEqual(['bound', 'READY=1', 'BARRIER=1', 'STOPPING=1', 'BARRIER=1']);
    expect(lb.all('notify_failed')).toEqual([]);
  });
});
