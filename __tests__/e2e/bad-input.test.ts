import { describe, expect, it } from '@jest/globals';
import { cleanup } from '../helpers/cleanup.js';
import { runLbsim } from '../helpers/lbsim.js';
import { listenOnLoopback } from '../helpers/sockets.js';

const onEnd = cleanup();
const taken = (port: number): RegExp =>
  new RegExp(
    `^lbsim: 127\\.0\\.0\\.1:${port} is taken: stop what listens there \\(.*:${port}\\b.* shows it\\), or choose another port\n$`,
  );
const ONE = ['--backends', '127.0.0.1:1'];

/** What was typed, the one line that answers it, and the exit status. */
const TABLE: readonly (readonly [string[], RegExp, number])[] = [
  [
    ['blance'],
    /unknown command 'blance' \(did you mean balance\?\): use one of server, balance, client, check, simulate, compare, validate, replay, demo, playground, ctl, top, calibrate, config, completion/,
    2,
  ],
  [['balance', ...ONE, '--algoritm', 'auto'], /unknown option --algoritm \(did you mean --algorithm\?\)/, 2],
  [['server', '--latency', 'soon'], /--latency: 'soon' is not a duration: use seconds such as 5/, 2],
  [['client', '--port', '0'], /--port: '0' is out of range/, 2],
  [['check', '--backend-port', '9000'], /HOST:PORT is missing; usage: lbsim check HOST:PORT \[options\]/, 2],
  [['replay'], /FILE is missing; usage: lbsim replay FILE \[options\]/, 2],
  [['completion'], /SHELL is missing; usage: lbsim completion SHELL \[options\]/, 2],
  [['completion', 'tcsh'], /'tcsh' is not one of the choices: use bash, zsh, fish$/m, 2],
  [['help', 'balance', 'extra'], /unexpected word 'extra'; usage: lbsim help \[command\]/, 2],
  [['--verson'], /unknown option --verson \(did you mean --version\?\)/, 2],
  [['balance', '--hlep'], /unknown option --hlep/, 2],
  [['client', '127.0.0.1:1', '--message', 'x'], /cannot connect to 127.0.0.1:1 \(connection refused\)/, 1],
  [['client', 'localhost'], /'localhost' is not an address: use host:port/, 2],
  [['client', '127.0.0.1:1', '--port', '2'], /both '127.0.0.1:1' and --port are given/, 2],
  [
    ['balance', ...ONE, '--algorithm', 'leastcon'],
    /--algorithm: 'leastcon' is not one of the choices: .* \(did you mean least-connections\?\)/,
    2,
  ],
  [
    ['client', '--fail-if', 'p99>10'],
    /--fail-if p99>10 without --count or --duration does nothing: add --count N or --duration T/,
    2,
  ],
  [['demo', '--slow'], /unknown option --slow/, 2],
  [
    ['simulate', '--load', '1.5'],
    /--load 1\.5 is as much as the backends can do, or more, .*: use less than 1, or --allow-overload/,
    2,
  ],
  [['compare'], /--algorithms is missing/, 2],
  [
    ['check', '127.0.0.1:1', '--backend-port', '31999'],
    /cannot connect to 127\.0\.0\.1:1 \(connection refused\): start the balancer there/,
    1,
  ],
  [['check', 'nosuch.invalid:1', '--backend-port', '9000'], /host 'nosuch\.invalid' does not resolve/, 1],
  [['balance', ...ONE, '--host', 'nosuch.invalid'], /host 'nosuch.invalid' does not resolve/, 1],
  [
    ['balance', ...ONE, '--host', '192.0.2.1', '--log-level', 'ERROR'],
    /192\.0\.2\.1 is not an address of this machine/,
    1,
  ],
  [
    ['balance', ...ONE, '--log-file', '/no/such/dir/log'],
    /log file '\/no\/such\/dir\/log' cannot be written \(ENOENT/,
    1,
  ],
  [['client', '--port', '1', '--message', 'x'], /cannot connect to 127.0.0.1:1 \(connection refused\)/, 1],
  [['client', '--host', 'nosuch.invalid', '--message', 'x'], /nosuch\.invalid/, 1],
];

describe('bad input', () => {
  it.each(TABLE)('%j is answered with one clear line', async (args, line, status) => {
    const result = await runLbsim(args);
    expect(result.stderr).toMatch(line);
    expect(result.stderr.trim().split('\n')).toHaveLength(1);
    expect(result.stderr).toMatch(/^lbsim: /);
    expect(result.stdout).toBe('');
    expect(result.status).toBe(status);
  });

  it.each([
    ['server', ['server']],
    ['balance', ['balance', ...ONE, '--log-level', 'ERROR']],
  ])('%s says that a port is taken', async (_name, args) => {
    const { server, port } = await listenOnLoopback(() => undefined);
    onEnd(() => server.close());
    const result = await runLbsim([...args, '--port', `${port}`]);
    expect(result.stderr).toMatch(taken(port));
    expect(result.status).toBe(1);
  });

  it('check says that the port of its backend is taken', async () => {
    const { server, port } = await listenOnLoopback(() => undefined);
    onEnd(() => server.close());
    const result = await runLbsim(['check', `127.0.0.1:${port}`, '--backend-port', `${port}`]);
    expect(result.stderr).toMatch(taken(port));
    expect(result.status).toBe(1);
  });

  it('names the variable that is wrong', async () => {
    const result = await runLbsim(['balance', ...ONE], { env: { LBSIM_PORT: 'abc' } });
    expect(result.stderr).toMatch(/^lbsim: LBSIM_PORT: 'abc' is not a whole number/);
    expect(result.status).toBe(2);
  });

  it('shows the help and exits with 2 when no command is given', async () => {
    const result = await runLbsim([]);
    expect(result.stderr).toContain('lbsim balance');
    expect(result.status).toBe(2);
  });

  it('shows a stack at log level DEBUG only', async () => {
    const args = ['balance', '--backends', '127.0.0.1:1', '--host', 'nosuch.invalid'];
    expect((await runLbsim(args)).stderr).not.toMatch(/\n +at /);
    expect((await runLbsim([...args, '--log-level', 'debug'])).stderr).toMatch(/\n +at /);
  });
});
