import { describe, expect, it } from '@jest/globals';
import { cleanup } from '../helpers/cleanup.js';
import { runLbsim } from '../helpers/lbsim.js';
import { listenOnLoopback } from '../helpers/sockets.js';

const onEnd = cleanup();
const ONE = ['--backends', '127.0.0.1:1'];

/** What was typed, the one line that answers it, and the exit status. */
const TABLE: readonly (readonly [string[], RegExp, number])[] = [
  [
    ['blance'],
    /unknown command 'blance' \(did you mean balance\?\): use one of server, balance, client, check, simulate, compare, validate, replay, demo/,
    2,
  ],
  [['--verbose'], /unknown option --verbose: name a command first/, 2],
  [['balance', ...ONE, '--algoritm', 'auto'], /unknown option --algoritm \(did you mean algorithm\?\)/, 2],
  [['balance', ...ONE, 'extra'], /unexpected word 'extra'/, 2],
  [
    ['balance', ...ONE, '--algorithm', 'leest-connections'],
    /'leest-connections' .* use auto, round-robin, least-connections, random, power-of-two, .*\(did you mean least-connections\?\)/,
    2,
  ],
  [['balance', ...ONE, '--choices', '0'], /--choices: '0' is out of range: use a number from 1 to 256/, 2],
  [['balance', ...ONE, '--choices', '257'], /--choices: '257' is out of range/, 2],
  [['balance', ...ONE, '--choices', 'few'], /--choices: 'few' is not a whole number/, 2],
  [
    ['balance', ...ONE, '--sample', 'distinkt'],
    /--sample: 'distinkt' is not one of the choices: use distinct, independent \(did you mean distinct\?\)/,
    2,
  ],
  [['balance', ...ONE, '--ewma-decay', '0'], /--ewma-decay: '0' is no time at all/, 2],
  [['balance', ...ONE, '--ewma-decay', 'slow'], /--ewma-decay: 'slow' is not a duration/, 2],
  [
    ['balance', ...ONE, '--port', '70000'],
    /--port: '70000' is out of range: use a number from 0 to 65535/,
    2,
  ],
  [['balance', ...ONE, '--port', 'http'], /--port: 'http' is not a whole number/, 2],
  [['balance', ...ONE, '--port'], /--port needs a value/, 2],
  [['server', '--latency', 'soon'], /--latency: 'soon' is not a duration: use seconds such as 5/, 2],
  [['server', '--bandwidth', '0'], /--bandwidth: '0' is no rate at all/, 2],
  [['server', '--refuse-ratio', '20%'], /--refuse-ratio: '20%' is not a share: use a number from 0 to 1/, 2],
  [['server', '--reset-after', '1KB'], /--reset-after: '1KB' is not a number of bytes/, 2],
  [['server', '--hang', 'perhaps'], /unexpected word 'perhaps'/, 2],
  [['server', '--seed', 'x'], /--seed: 'x' is not a whole number/, 2],
  [
    ['balance', ...ONE, '--allow', '10.0.0.0/33'],
    /--allow: '10\.0\.0\.0\/33' is not a network: use CIDR notation such as 10\.0\.0\.0\/8/,
    2,
  ],
  [['balance', ...ONE, '--deny', 'localhost'], /--deny: 'localhost' is not a network/, 2],
  [['balance', ...ONE, '--backup', '127.0.0.1:1'], /backup 127\.0\.0\.1:1 is one of the backends already/, 2],
  [['balance', ...ONE, '--backup', 'B2=127.0.0.1:1'], /backup B2 is one of the backends already, as 127/, 2],
  [['balance', ...ONE, '--backup', 'localhost'], /--backup: 'localhost' is not a backend/, 2],
  [
    ['balance', ...ONE, '--accept-proxy'],
    /accept-proxy without trust would let anyone forge an address: name/,
    2,
  ],
  [['balance', ...ONE, '--trust', '10.0.0.0/8'], /trust 10\.0\.0\.0\/8 without accept-proxy does nothing/, 2],
  [['balance', ...ONE, '--accept-proxy', '--trust', 'me'], /--trust: 'me' is not a network/, 2],
  [
    ['balance', ...ONE, '--send-proxy', 'v3'],
    /--send-proxy: 'v3' is not one of the choices: use off, v1, v2/,
    2,
  ],
  [['balance', ...ONE, '--on-failover', 'drop'], /--on-failover: 'drop' is not one .* use keep, close/, 2],
  [['balance', ...ONE, '--observe', 'all'], /--observe: 'all' is not one .* use connect, traffic/, 2],
  [['balance', ...ONE, '--idle-timeout', '0'], /--idle-timeout: '0' is no time at all/, 2],
  [['balance', ...ONE, '--half-close-timeout', '-1'], /--half-close-timeout/, 2],
  [['balance', ...ONE, '--slow-start', '25d'], /--slow-start: '25d' is not a duration/, 2],
  [['balance', ...ONE, '--max-connections', '0'], /--max-connections: '0' is out of range/, 2],
  [['balance', ...ONE, '--max-per-backend', 'few'], /--max-per-backend: 'few' is not a whole number/, 2],
  [['balance', ...ONE, '--queue-max', '-1'], /--queue-max/, 2],
  [['balance', ...ONE, '--rate-limit', '0'], /--rate-limit: '0' is not a number above 0/, 2],
  [['balance'], /--backends is missing/, 2],
  [['balance', '--backends', ''], /--backends: '' names no backend/, 2],
  [
    ['balance', '--backends', 'localhost'],
    /'localhost' is not a backend: use \[name=\]host:port\[@weight\]/,
    2,
  ],
  [['balance', '--backends', 'a:1,,b:2'], /'' is not a backend/, 2],
  [['balance', '--backends', 'a:70000'], /backend 'a:70000': port '70000' is out of range/, 2],
  [['balance', '--backends', 'a:1,a:1'], /duplicate backend a:1/, 2],
  [['balance', '--backends', 'x=a:1,x=b:1'], /duplicate backend x/, 2],
  [['balance', '--backends', 'x=a:1,y=a:1'], /duplicate backend y: it has the address of x/, 2],
  [
    ['balance', '--backends', 'a:1@0'],
    /backend 'a:1@0': weight '0' is out of range: use a number from 1 to 256/,
    2,
  ],
  [['balance', '--backends', 'a:1@257'], /weight '257' is out of range/, 2],
  [['balance', ...ONE, '--drain-timeout', '-5'], /--drain-timeout: '-5' is not a duration: use seconds/, 2],
  [['balance', ...ONE, '--connect-timeout', '2 days'], /--connect-timeout: '2 days' is not a duration/, 2],
  [['balance', ...ONE, '--health-check-interval', '0'], /--health-check-interval: '0' is no time at all/, 2],
  [['balance', '--backends', '[::zz]:1'], /'\[::zz\]:1' is not a backend/, 2],
  [['balance', ...ONE, '--health-check-rise', '0'], /--health-check-rise: '0' is out of range/, 2],
  [['balance', ...ONE, '--workers', '0'], /'0' is out of range: use a number from 1 to 256, or auto/, 2],
  [['balance', ...ONE, '--workers', '257'], /'257' is out of range/, 2],
  [
    ['balance', ...ONE, '--workers', 'many'],
    /'many' is not a whole number: use a number from 1 to 256, or auto/,
    2,
  ],
  [['balance', ...ONE, '--sticky-key', 'cookie'], /'cookie' .* use ip, ip-port, none/, 2],
  [['balance', ...ONE, '--log-level', 'LOUD'], /'LOUD' .* use DEBUG, INFO, WARNING, ERROR/, 2],
  [
    ['balance', ...ONE, '--config', '/no/such/file'],
    /config file '\/no\/such\/file' cannot be read \(ENOENT/,
    2,
  ],
  [['server', '--mode', 'ecko'], /'ecko' .* \(did you mean echo\?\)/, 2],
  [['server', '--port', '-1'], /--port: '-1' is out of range/, 2],
  [['client', '--port', '0'], /--port: '0' is out of range/, 2],
  [['client', '--count', 'many'], /--count: 'many' is not a whole number/, 2],
  [['client', '--count', '1', '--duration', '1'], /both --count 1 and --duration/, 2],
  [['client', '--rate', '5'], /rate 5 without count or duration does nothing: add --count N/, 2],
  [['client', '--json'], /json without count or duration does nothing: add/, 2],
  [['client', '--count', '1', '--rate', '0'], /--rate: '0' is not a number above 0/, 2],
  [['check', '--backend-port', '9000'], /--balancer is missing: Where the balancer listens, HOST:PORT/, 2],
  [['check', '127.0.0.1:8080'], /--backend-port is missing/, 2],
  [
    ['check', '8080', '--backend-port', '9000'],
    /--balancer: '8080' is not an address: use host:port, such as 127\.0\.0\.1:8080 or \[::1\]:8080/,
    2,
  ],
  [['check', 'a:70000', '--backend-port', '9000'], /address 'a:70000': port '70000' is out of range/, 2],
  [['check', 'a:1', 'b:2', '--backend-port', '9000'], /unexpected word 'b:2'/, 2],
  [
    ['check', 'a:1', '--balancer', 'b:2', '--backend-port', '9000'],
    /both 'a:1' and --balancer are given: use one of them/,
    2,
  ],
  [['check', 'a:1', '--backend-port', '0'], /--backend-port: '0' is out of range: use a number from 1/, 2],
  [
    ['check', 'a:1', '--backend-port', '9000', '--must', 'bytes,half-clos'],
    /--must: 'half-clos' is not a check: use bytes, .*, backend-refuse/,
    2,
  ],
  [
    ['check', 'a:1', '--backend-port', '9000', '--only', 'late-anser'],
    /--only: 'late-anser' .* \(did you mean late-answer\?\)/,
    2,
  ],
  [
    ['check', 'a:1', '--backend-port', '9000', '--only', 'bytes', '--must', 'idle-hold'],
    /check 'idle-hold' must be kept, but is not among those to be made/,
    2,
  ],
  [['check', 'a:1', '--backend-port', '9000', '--timeout', '0'], /--timeout: '0' is no time at all/, 2],
  [['check', 'a:1', '--backend-port', '9000', '--idle', 'long'], /--idle: 'long' is not a duration/, 2],
  [
    ['check', '127.0.0.1:1', '--backend-port', '31999'],
    /cannot connect to 127\.0\.0\.1:1 \(connection refused\): start the balancer there/,
    1,
  ],
  [['check', 'nosuch.invalid:1', '--backend-port', '9000'], /host 'nosuch\.invalid' does not resolve/, 1],
  [['demo', '--slow'], /unknown option --slow/, 2],
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
    expect(result.stderr).toBe(
      `lbsim: 127.0.0.1:${port} is taken: stop what listens there, or choose another port\n`,
    );
    expect(result.status).toBe(1);
  });

  it('check says that the port of its backend is taken', async () => {
    const { server, port } = await listenOnLoopback(() => undefined);
    onEnd(() => server.close());
    const result = await runLbsim(['check', `127.0.0.1:${port}`, '--backend-port', `${port}`]);
    expect(result.stderr).toBe(
      `lbsim: 127.0.0.1:${port} is taken: stop what listens there, or choose another port\n`,
    );
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
