import { closeSync, openSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { askOnce } from '../helpers/backends.js';
import { startBackends } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFolder } from '../helpers/folder.js';
import { Lbsim, type LbsimOptions } from '../helpers/lbsim.js';
import { quietPort } from '../helpers/ports.js';

const onEnd = cleanup();

/** A command whose standard output is on a disk that is full. */
function startFull(args: readonly string[], options: LbsimOptions = {}): Lbsim {
  const stdout = openSync('/dev/full', 'w');
  const lbsim = new Lbsim(args, { ...options, stdout });
  closeSync(stdout);
  onEnd(() => lbsim.kill());
  return lbsim;
}

const RECORDING =
  '{"recording":1,"lbsim":"0.1.0","stickyKey":"none","seed":1,"algorithm":"random","backends":[{"host":"x","port":1,"name":"A"}]}\n';

describe('when standard output cannot be written', () => {
  it.each([
    ['--version'],
    ['--help'],
    ['balance', '--help'],
    ['completion', 'bash'],
    ['config', 'check', 'examples/lb.yaml'],
    ['simulate', '--requests', '1000'],
    ['compare', '--algorithms', 'random,ring', '--requests', '1000', '--json'],
    ['validate', '--only', 'round-robin-2', '--effort', '0.01'],
    ['replay'],
    ['client', '--message', 'x'],
    ['client', '--count', '1'],
    ['demo', '--fast'],
  ])('%s %s says so in one line and exits 1', async (command, ...options) => {
    const args = [command, ...options];
    if (command === 'client') {
      const [backend] = await startBackends(1, onEnd);
      args.push('--port', backend?.spec.replace(/.*:/, '') ?? '');
    }
    if (command === 'replay') {
      const file = join(await temporaryFolder(onEnd), 'run.jsonl');
      await writeFile(file, RECORDING);
      args.push(file);
    }
    const lbsim = startFull(args, { env: { LBSIM_LOG_LEVEL: 'error' } });
    expect(await lbsim.ended).toEqual({ status: 1, signal: null });
    expect(lbsim.stderr).toBe(
      'lbsim: cannot write to standard output (ENOSPC: no space left on device): check where it is redirected to\n',
    );
  });

  it('a server goes on, and says so once', async () => {
    const server = startFull(['server', '--name', 'B1', '--port', '0'], { input: 'pipe' });
    const port = await server.port();
    server.child.stdin?.write('stats\nstats\nnonsense\n');
    await server.event('bad_command');
    expect(await askOnce(port)).toContain('B1');
    server.child.stdin?.write('quit\n');
    expect(await server.ended).toEqual({ status: 0, signal: null });
    expect(server.all('output_lost')).toMatchObject([{ level: 'warn' }]);
  });

  it('a server goes on when the reader of its output has left', async () => {
    const server = new Lbsim(['server', '--name', 'B1', '--port', '0'], { input: 'pipe' });
    onEnd(() => server.kill());
    const port = await server.port();
    server.child.stdout?.destroy();
    server.child.stdin?.write('stats\n');
    await server.event('output_lost');
    expect(await askOnce(port)).toContain('B1');
    expect(await server.kill('SIGTERM')).toEqual({ status: 0, signal: null });
  });
});

describe('when the reader of standard output has left', () => {
  function startUnread(...args: readonly string[]): Lbsim {
    const lbsim = new Lbsim(args);
    onEnd(() => lbsim.kill());
    lbsim.child.stdout?.destroy();
    return lbsim;
  }

  it('a demo still checks every claim', async () => {
    const demo = startUnread('demo', '--fast', '--log-level', 'debug');
    expect(await demo.ended).toEqual({ status: 0, signal: null });
    expect(demo.all('claim').at(-1)?.message).toBe(
      'the balancer stopped when it had left, and cut no connection',
    );
  });

  it('a load that fails still exits 1', async () => {
    const load = startUnread('client', '--count', '1', '--port', String(await quietPort()));
    expect(await load.ended).toEqual({ status: 1, signal: null });
  });

  it('a page is still written', async () => {
    const page = join(await temporaryFolder(onEnd), 'page.html');
    const simulation = startUnread('simulate', '--requests', '1000', '--html', page);
    expect(await simulation.ended).toEqual({ status: 0, signal: null });
    expect(await readFile(page, 'utf8')).toMatch(/<\/html>\s*$/);
  });

  it('a client that was piped its lines ends quietly', async () => {
    const [backend] = await startBackends(1, onEnd);
    const client = new Lbsim(['client', '--port', backend?.spec.replace(/.*:/, '') ?? ''], { input: 'pipe' });
    onEnd(() => client.kill());
    client.child.stdout?.destroy();
    client.child.stdin?.write('one\n');
    expect(await client.ended).toEqual({ status: 0, signal: null });
    expect(client.stderr).toBe('');
  });
});
