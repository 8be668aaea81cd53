import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { askOnce } from '../helpers/backends.js';
import { startBackends, startBalance } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { Lbsim, runLbsim, type LogRecord } from '../helpers/lbsim.js';

const onEnd = cleanup();

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lbsim-'));
  onEnd(() => rm(folder, { recursive: true }));
  return folder;
}

describe('every command', () => {
  it.each([
    'server',
    'balance',
    'client',
    'check',
    'simulate',
    'compare',
    'validate',
    'replay',
    'calibrate',
    'demo',
    'config',
    'completion',
  ])('%s has a --help with every option and examples', async (command) => {
    const { status, stdout, stderr } = await runLbsim([command, '--help']);
    expect(status).toBe(0);
    expect(stderr).toBe('');
    for (const option of ['config', 'log-level', 'log-format', 'log-file', 'no-color']) {
      expect(stdout).toContain(`--${option}`);
    }
    expect(stdout).toContain('Examples:');
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(110);
  });

  it('is listed in the --help of lbsim', async () => {
    const { status, stdout } = await runLbsim(['--help']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/server .*balance .*client .*check .*replay .*demo/s);
  });

  it('tells its version', async () => {
    const { version } = JSON.parse(
      await readFile(new URL('../../package.json', import.meta.url), 'utf8'),
    ) as LogRecord;
    expect(await runLbsim(['--version'])).toMatchObject({ status: 0, stdout: `${String(version)}\n` });
  });

  it('logs JSON with the standing fields, and into a file too', async () => {
    const file = join(await temporaryFolder(), 'lb.log');
    const lb = startBalance(await startBackends(1, onEnd), onEnd, '--log-file', file);
    const record = await lb.event('listening');
    expect(record).toMatchObject({
      level: 'info',
      component: 'balance',
      event: 'listening',
      host: '127.0.0.1',
      algorithm: 'auto',
      stickyKey: 'ip',
      backends: ['B1'],
    });
    expect(new Date(String(record.timestamp)).toISOString()).toBe(record.timestamp);
    await lb.kill('SIGTERM');
    const written = (await readFile(file, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as LogRecord).event);
    expect(written).toEqual(lb.records.map(({ event }) => event));
  });

  it('takes options from a file and from the environment', async () => {
    const [backend] = await startBackends(1, onEnd);
    const file = join(await temporaryFolder(), 'lb.yaml');
    await writeFile(file, `backends: ${backend?.spec}\nport: 0\nalgorithm: random\nsticky-key: none\n`);
    const lb = new Lbsim(['balance', '--config', file], { env: { LBSIM_STICKY_KEY: 'ip-port' } });
    onEnd(() => lb.kill());
    expect(await lb.event('listening')).toMatchObject({
      algorithm: 'random',
      stickyKey: 'ip-port',
      backends: ['B1'],
    });
  });

  it('leaves out of the log what is less grave than asked for', async () => {
    const [backend] = await startBackends(1, onEnd);
    await backend?.stop();
    const lb = startBalance([backend ?? { spec: '' }], onEnd, '--log-level', 'warning');
    await lb.event('no_active_servers');
    await lb.kill('SIGTERM');
    expect(lb.records.map(({ event }) => event)).toEqual(['backend_down_at_start', 'no_active_servers']);
  });

  it.each([
    [{ FORCE_COLOR: '1' }, true],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, false],
    [{}, false],
  ])('with %j in the environment, colour is %s', async (env, coloured) => {
    const { stderr } = await runLbsim(['balance', '--backends', '127.0.0.1:1', '--host', '192.0.2.1'], {
      env,
    });
    expect(stderr.includes('\u001b[')).toBe(coloured);
  });

  it('keeps to --no-color', async () => {
    const args = ['balance', '--backends', '127.0.0.1:1', '--host', '192.0.2.1', '--no-color'];
    expect((await runLbsim(args, { env: { FORCE_COLOR: '1' } })).stderr).not.toContain('\u001b[');
  });
});

describe('when nobody reads any more', () => {
  it('a balancer goes on without its log', async () => {
    const lb = startBalance(await startBackends(1, onEnd), onEnd, '--log-connections', 'all');
    const port = await lb.port();
    lb.child.stderr?.destroy();
    const answers = [];
    for (let i = 0; i < 5; i++) answers.push(await askOnce(port));
    expect(answers).toEqual(Array(5).fill('B1'));
    lb.child.kill('SIGTERM');
    expect(await lb.ended).toEqual({ status: 0, signal: null });
  });
});
