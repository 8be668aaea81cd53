import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { cleanup } from '../helpers/cleanup.js';
import { Lbsim, runLbsim } from '../helpers/lbsim.js';

const onEnd = cleanup();

async function file(content: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lbsim-'));
  onEnd(() => rm(folder, { recursive: true }));
  const path = join(folder, 'lb.yaml');
  await writeFile(path, content);
  return path;
}

describe('help and version', () => {
  it.each([
    [['-h'], ['--help']],
    [['help'], ['--help']],
    [['-V'], ['--version']],
    [
      ['help', 'balance'],
      ['balance', '--help'],
    ],
    [
      ['balance', '-h'],
      ['balance', '--help'],
    ],
  ])('%j is %j', async (short, long) => {
    const { stdout, status } = await runLbsim(short);
    expect(stdout).not.toBe('');
    expect({ stdout, status }).toMatchObject({ stdout: (await runLbsim(long)).stdout, status: 0 });
  });

  it('of an unknown command is refused', async () => {
    expect(await runLbsim(['help', 'blance'])).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringMatching(/^lbsim: unknown command 'blance' \(did you mean balance\?\)/) as unknown,
    });
  });
});

describe('variables', () => {
  const args = ['client', '--message', 'x'];

  it.each([
    [
      { LBSIM_PROT: '1' },
      "lbsim: unknown variable LBSIM_PROT (did you mean LBSIM_PORT?): see 'lbsim help client'\n",
    ],
    [{ LBSIM_CLIENT_BACKENDS: 'a:1' }, /^lbsim: unknown variable LBSIM_CLIENT_BACKENDS/],
    [{ LBSIM_PROT: '' }, ''],
    [{ LBSIM_BACKENDS: 'a:1', LBSIM_BALANCE_PORT: '80', LBSIM_SERVER_HOST: 'x' }, ''],
  ])('%j that no command knows are warned of', async (env, warning) => {
    const { stderr } = await runLbsim(args, { env: { LBSIM_PORT: '1', ...env } });
    const [lines] = stderr.split('lbsim: cannot connect');
    if (typeof warning === 'string') expect(lines).toBe(warning);
    else expect(lines).toMatch(warning);
  });

  it('of one command win over those of all', async () => {
    const env = { LBSIM_PORT: '2', LBSIM_CLIENT_PORT: '1' };
    expect((await runLbsim(args, { env })).stderr).toContain('cannot connect to 127.0.0.1:1 ');
    const both = { env: { LBSIM_PORT: '2', LBSIM_SERVER_PORT: '1' } };
    expect((await runLbsim(args, both)).stderr).toContain('cannot connect to 127.0.0.1:2 ');
  });
});

describe('lbsim config check', () => {
  it('prints every error with its place and the command, and exits with 1', async () => {
    const path = await file('port: 70000\nalgoritm: auto\n');
    expect(await runLbsim(['config', 'check', path, '--for', 'balance'])).toMatchObject({
      status: 1,
      stderr: '',
      stdout:
        `${path}:1:1: port: '70000' is out of range: use a number from 0 to 65535\n` +
        `${path}:2:1: unknown key 'algoritm' (did you mean algorithm?): use the options of the command\n` +
        `${path}: 2 errors, for lbsim balance\n`,
    });
  });

  it.each([
    ['port: 8080', [], 'lbsim balance, server, client'],
    ['mode: http\nport: 1', [], 'lbsim server'],
    ['count: 5', [], 'lbsim client'],
    ['log-level: debug', [], 'every command'],
    ['', [], 'every command'],
    ['{"port": 8080,}', ['--for', 'client'], 'lbsim client'],
    [
      '{"backends":5,"requests":1000,"algorithm":"rr","queue-max":3,"max-connections":4}',
      [],
      'lbsim simulate',
    ],
    ['algorithms: rr,random', [], 'lbsim compare'],
    ['backend-port: 9000', [], 'lbsim check'],
    ['requests: 5', ['--for', 'simulate'], 'lbsim simulate'],
  ])('of %j %j is fine for %s', async (content, words, commands) => {
    const path = await file(content);
    expect(await runLbsim(['config', 'check', path, ...words])).toMatchObject({
      status: 0,
      stdout: `${path}: no errors, for ${commands}\n`,
    });
  });

  it.each([
    ['backends:\n  - a:0\n', 'balance'],
    ['backends: 0\nrequests: 1\nalgorithm: rr\n', 'simulate'],
    ['only: bytes\nmust: nonsense\n', 'check'],
    ['prot: 1\n', 'balance'],
  ])('of %j tells the errors of lbsim %s', async (content, command) => {
    const path = await file(content);
    const { status, stdout } = await runLbsim(['config', 'check', path]);
    expect(stdout).toMatch(new RegExp(`: 1 error, for lbsim ${command}\n$`));
    expect(status).toBe(1);
  });

  it('reads standard input', async () => {
    expect(await runLbsim(['config', 'check', '-'], { input: 'port: 1\nport: 2\n' })).toMatchObject({
      status: 1,
      stdout: "<stdin>:2:1: key 'port' is given twice: leave one out\n<stdin>: 1 error, for lbsim balance\n",
    });
  });

  it.each([
    [['config'], /^lbsim: usage: lbsim config check FILE /],
    [['config', 'check'], /^lbsim: FILE is missing; usage: lbsim config check FILE /],
    [['config', 'chek', 'x'], /unexpected word 'chek'; usage: lbsim config check FILE /],
    [['config', 'check', '/no/such/file'], /config file '\/no\/such\/file' cannot be read/],
  ])('%j is wrong usage', async (words, line) => {
    const { status, stderr } = await runLbsim(words);
    expect(status).toBe(2);
    expect(stderr).toMatch(line);
  });

  it('lists the commands that --for takes', async () => {
    const { stdout } = await runLbsim(['config', '--help']);
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'balance, server, client, check, simulate, compare, validate',
    );
    expect(stdout).not.toContain('--action');
  });
});

describe('a config file', () => {
  it('may have backends as objects', async () => {
    const path = await file(
      'port: 0\nbackends:\n  - {name: B1, host: 127.0.0.1, port: 1, weight: 2}\n  - {name: B2, host: 127.0.0.1, port: 2, backup: true}\n',
    );
    const lb = new Lbsim(['balance', '--config', path]);
    onEnd(() => lb.kill());
    expect(await lb.event('listening')).toMatchObject({ backends: ['B1', 'B2'] });
  });
});
