import { openSync, closeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { askOnce } from '../helpers/backends.js';
import { cleanup } from '../helpers/cleanup.js';
import { Lbsim } from '../helpers/lbsim.js';

const onEnd = cleanup();

it('a server whose standard input never ends a line says so once, keeps none of it, and serves', async () => {
  const zero = openSync('/dev/zero', 'r');
  const server = new Lbsim(['server', '--name', 'B1', '--port', '0'], { input: zero });
  closeSync(zero);
  onEnd(() => server.kill());
  const port = await server.port();
  await server.event('bad_command');
  const before = await bytesRead(server);
  // So much more has been read, and not been kept.
  while ((await bytesRead(server)) < before + 512 * 1024 * 1024) expect(await askOnce(port)).toContain('B1');
  expect(await residentBytes(server)).toBeLessThan(256 * 1024 * 1024);
  expect(server.all('bad_command')).toHaveLength(1);
  expect(await server.kill('SIGTERM')).toEqual({ status: 0, signal: null });
});

it('a server reads on after a line that is too long', async () => {
  const server = new Lbsim(['server', '--name', 'B1', '--port', '0'], { input: 'pipe' });
  onEnd(() => server.kill());
  await server.port();
  server.child.stdin?.write(`${'x'.repeat(1024 * 1024)}\nfault latency 1ms\nquit`);
  server.child.stdin?.end();
  expect(await server.ended).toEqual({ status: 0, signal: null });
  expect(server.all('bad_command').map(({ message }) => message)).toEqual([
    'line of more than 65536 characters ignored: use fault NAME VALUE, heal, stats, quit, help',
  ]);
  expect(server.all('faults_changed')).toHaveLength(1);
});

it('a server refuses words after a command that takes none', async () => {
  const server = new Lbsim(['server', '--name', 'B1', '--port', '0', '--hang'], { input: 'pipe' });
  onEnd(() => server.kill());
  await server.port();
  server.child.stdin?.end('heal latency\nstats all\nquit now\nquit\n');
  expect(await server.ended).toEqual({ status: 0, signal: null });
  expect(server.all('bad_command').map(({ message }) => message)).toEqual([
    "heal takes no value, but 'latency' is given: use heal, or fault latency off",
    "stats takes no value, but 'all' is given: use stats",
    "quit takes no value, but 'now' is given: use quit",
  ]);
  expect(server.all('faults_changed')).toEqual([]);
  expect(server.stdout).toBe('');
});

it('a server lists what it can be asked for', async () => {
  const server = new Lbsim(['server', '--name', 'B1', '--port', '0'], { input: 'pipe' });
  onEnd(() => server.kill());
  await server.port();
  server.child.stdin?.end('help\nquit\n');
  await server.ended;
  const lines = server.stdout.split('\n');
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  expect(lines.map((line) => line.replace(/ {2}.*/, ''))).toEqual([
    'fault NAME VALUE',
    '',
    '',
    'heal',
    'stats',
    'quit',
    'help',
    '',
  ]);
  expect(server.stdout).toContain('refuse-ratio');
});

async function bytesRead({ child }: Lbsim): Promise<number> {
  return Number(/rchar: (\d+)/.exec(await readFile(`/proc/${child.pid}/io`, 'utf8'))?.[1]);
}

async function residentBytes({ child }: Lbsim): Promise<number> {
  return 1024 * Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${child.pid}/status`, 'utf8'))?.[1]);
}
