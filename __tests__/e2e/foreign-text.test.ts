import { readFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFile } from '../helpers/folder.js';
import { Lbsim, runLbsim } from '../helpers/lbsim.js';

const onEnd = cleanup();
const EVIL = 'a\u001b[2J\u009b\u202e\u2028b';
const ESCAPED = String.raw`a\u001b[2J\u009b\u202e\u2028b`;
/** What commands a terminal or begins a line, but for the line end at the end of each line. */
const UNPRINTABLE = /[^\P{Cc}\n]|[\p{Zl}\p{Zp}\p{Bidi_Control}]/u;
const ONE = ['--backends', '127.0.0.1:1', '--port', '0'];
const HUGE = String(Number.MAX_SAFE_INTEGER);

const file = (name: string, content: string): Promise<string> => temporaryFile(onEnd, name, content);

describe('an error', () => {
  it.each([
    [[EVIL]],
    [['server', `--${EVIL}`]],
    [['server', EVIL]],
    [['server', '--port', `1\n2${EVIL}`]],
    [['server', '--host', `x${EVIL}`]],
    [['server', '--config', `/no/${EVIL}\nx`]],
    [['balance', '--backends', EVIL]],
    [['client', '--host', EVIL, '--message', 'x']],
    [['simulate', '--scenario', EVIL]],
    [['replay', EVIL]],
    [['check', EVIL, '--backend-port', '1']],
    [['server', '--log-level', 'debug', '--port', EVIL]],
  ])('of %j is one line without a control character', async (args) => {
    const { stderr, status } = await runLbsim(args);
    const [line = '', ...stack] = stderr.trimEnd().split('\n');
    expect(line).toMatch(/^lbsim: .*\\u001b/);
    expect(stderr).not.toMatch(UNPRINTABLE);
    expect(stack.every((frame) => /^(LbsimError|\s+at |\s+\[|\s+\w+:|\s*\}|\s+\[cause\])/.test(frame))).toBe(
      true,
    );
    expect(status).not.toBe(0);
  });

  it('of a key of a config file or a scenario is one line too', async () => {
    const config = await file('lb.json', JSON.stringify({ [`${EVIL}\nx`]: 1 }));
    for (const args of [
      ['server', '--config', config],
      ['simulate', '--scenario', config],
    ]) {
      const { stderr, status } = await runLbsim(args);
      expect(stderr).toMatch(/^lbsim: [^\n]*unknown key [^\n]*\n$/);
      expect(stderr).toContain(ESCAPED);
      expect(stderr).not.toMatch(UNPRINTABLE);
      expect(status).toBe(2);
    }
  });
});

it.each([[[]], [['--json']]])(
  'a backend with escapes in its name does not reach the terminal in a load %j',
  async (json) => {
    const backend = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (line: Buffer) => socket.write(`[${EVIL}] ${line.toString()}`));
    });
    await new Promise<void>((resolve) => backend.listen(0, '127.0.0.1', resolve));
    onEnd(() => void backend.close());
    const { port } = backend.address() as AddressInfo;

    const { stdout } = await runLbsim(['client', '--port', String(port), '--count', '2', ...json]);

    expect(stdout).toContain(ESCAPED);
    expect(stdout).not.toMatch(UNPRINTABLE);
  },
);

it('a scenario that is told with escapes is shown without', async () => {
  const scenario = await file('s.json', JSON.stringify({ about: `${EVIL}\nx`, duration: 10, timeline: [] }));
  const { stdout, status } = await runLbsim(['simulate', '--scenario', scenario, '--no-color']);
  expect(stdout).toContain(`${ESCAPED} x`);
  expect(stdout).not.toMatch(UNPRINTABLE);
  expect(status).toBe(0);
});

it('a name in a config file is text as written', async () => {
  for (const content of ['name: 1.10\nport: 0', '{"name": 1.10, "port": 0}']) {
    const server = new Lbsim(['server', '--config', await file('lb.yaml', content)]);
    onEnd(() => server.kill());
    expect(await server.event('listening')).toMatchObject({ name: '1.10' });
  }
});

describe('wrong usage', () => {
  it.each(['constructor', '__proto__'])(
    '%s is neither an option nor a value, anywhere',
    async (name) => {
      const config = await file('lb.json', `{"${name}": 1}`);
      const scenario = await file(
        's.json',
        `{"duration": 9, "timeline": [{"at": 1, "backend": "B1", "${name}": true}]}`,
      );
      for (const args of [
        [name],
        [`--${name}`],
        ['client', `--${name}`, 'x'],
        ['balance', ...ONE, `--${name}=x`],
        ['ctl', name],
        ['completion', name],
        ['config', name],
        ['client', '--log-level', name],
        ['server', '--mode', name],
        ['balance', ...ONE, '--algorithm', name],
        ['balance', ...ONE, '--sticky-key', name],
        ['compare', '--algorithms', `auto,${name}`],
        ['simulate', '--arrivals', name],
        ['simulate', '--service', name],
        ['check', '127.0.0.1:1', '--backend-port', '1', '--only', name],
        ['server', '--config', config],
        ['simulate', '--scenario', scenario],
      ]) {
        const { stderr, status } = await runLbsim(args);
        expect([args, stderr]).toEqual([args, expect.stringMatching(/^lbsim: [^\n]+\n$/)]);
        expect(stderr).not.toMatch(/internal error|native code/);
        expect(status).toBe(2);
      }
    },
    60_000,
  );

  it('constructor is no fault on standard input', async () => {
    const server = new Lbsim(['server', '--port', '0'], { input: 'pipe' });
    onEnd(() => server.kill());
    await server.event('listening');
    server.child.stdin?.write('fault constructor x\nfault __proto__ x\ntoString\n');
    expect((await server.event('bad_command', 3)).message).toContain("unknown command 'toString'");
    expect(server.all('bad_command')[0]?.message).toContain("unknown fault 'constructor'");
  });

  it.each([
    [['simulate', '--balancers', HUGE], /balancers 9007199254740991 is out of range: use 1 to 10000/],
    [['simulate', '--backends', HUGE], /backends 9007199254740991 is out of range/],
    [['simulate', '--replications', HUGE], /--replications: '9007199254740991' is out of range/],
    [['simulate', '--requests', HUGE], /9e15 requests would take/],
    [['simulate', '--clients', HUGE], /--clients: '9007199254740991' is out of range/],
    [['simulate', '--keys', HUGE], /--keys: '9007199254740991' is out of range/],
    [['simulate', '--service-mean', '9'.repeat(400)], /--service-mean: '9+' is out of range/],
    [['client', '--count', HUGE], /--count: '9007199254740991' is out of range/],
    [['client', '--count', '1', '--concurrency', HUGE], /--concurrency: '9007199254740991' is out of range/],
    [['client', '--count', '1', '--rate', '99999999999999999'], /--rate: '9+' is out of range/],
    [['client', '--count', '1', '--size', HUGE], /--size: '9007199254740991' is out of range/],
    [
      ['client', '--count', '1', '--messages-per-connection', HUGE],
      /--messages-per-connection: '9\d+' is out/,
    ],
    [['server', '--reset-after', '9999999999999999999G'], /--reset-after: '9+G' is out of range/],
    [['balance', ...ONE, '--sticky-max', HUGE], /--sticky-max: '9007199254740991' is out of range/],
    [['balance', ...ONE, '--choices', HUGE], /--choices: '9007199254740991' is out of range/],
    [['balance', ...ONE, '--workers', HUGE], /--workers: '9007199254740991' is out of range/],
    [['balance', ...ONE, '--rate-limit', '9'.repeat(400)], /--rate-limit: '9+' is out of range/],
    [
      ['server', '--config', '/dev/zero'],
      /config file '\/dev\/zero' cannot be read \(it has more than 1048576 bytes\)/,
    ],
    [
      ['simulate', '--scenario', '/dev/zero'],
      /scenario '\/dev\/zero' .* \(it has more than 16777216 bytes\)/,
    ],
    [['balance', ...ONE, '--log-file', '-'], /--log-file: '-' is not a file/],
    [
      ['balance', ...ONE, '--record', '/dev/stdout', '--log-file', '/dev/stdout'],
      /are the same file: use two files/,
    ],
    [['balance', ...ONE, '--record', '/dev/stderr'], /is the file that standard error goes to/],
    [['simulate', '--html', 'x', '--log-file', './x'], /--html 'x' and --log-file '.\/x' are the same file/],
    [
      ['simulate', '--arrivals', 'trace:x', '--csv', './x'],
      /--arrivals 'x' and --csv '.\/x' are the same file/,
    ],
    [
      ['simulate', '--service', 'empirical:x', '--html', 'x'],
      /--service 'x' and --html 'x' are the same file/,
    ],
    [['compare', '--algorithms', 'random,auto', '--arrivals', 'trace:x', '--csv', 'x'], /are the same file/],
    [['client', '--rate', '9', '--arrivals', 'trace:x', '--csv', 'x'], /are the same file/],
    [['balance', ...ONE, '--deny', '::ffff:192.0.2.7/24'], /an IPv4-mapped one has a prefix of 96 or more/],
  ])('%j is refused in one line', async (args, line) => {
    const { stderr, stdout, status } = await runLbsim(args);
    expect(stderr).toMatch(line);
    expect(stderr).toMatch(/^lbsim: [^\n]+\n$/);
    expect([stdout, status]).toEqual(['', 2]);
  });

  it('of a recording and a log in one file leaves the file alone', async () => {
    const path = await file('run', 'mine\n');
    const { status } = await runLbsim(['balance', ...ONE, '--record', path], {
      env: { LBSIM_LOG_FILE: path },
    });
    expect(status).toBe(2);
    expect(await readFile(path, 'utf8')).toBe('mine\n');
  });

  it('is a recording that is nested without end', async () => {
    for (const line of ['['.repeat(100_000) + ']'.repeat(100_000), '{"recording":'.repeat(50_000)]) {
      const { stderr, status } = await runLbsim(['replay', '-'], { input: `${line}\n` });
      expect(stderr).toMatch(/^lbsim: recording 'standard input', line 1: [^\n]+\n$/);
      expect(status).toBe(2);
    }
  });
});

it('a scenario of 16,000 crashes of one backend takes time linear in them', async () => {
  const timeline = '[{ at: 1, backend: B1, crash: true, repeat: { every: 1, times: 16000 } }]';
  const scenario = await file('s.yaml', `duration: 16001\ntimeline: ${timeline}\n`);
  const { stdout, status } = await runLbsim([
    'simulate',
    '--scenario',
    scenario,
    '--requests',
    '1000',
    '--json',
  ]);
  const report = JSON.parse(stdout) as { scenario: { detections: unknown[] } };
  expect(report.scenario.detections).toHaveLength(16_000);
  expect(status).toBe(0);
});

it.each([['--reroute', 'off'], ['--reroute=no'], ['--reroute', 'on']])(
  '%s %s is a flag with a value',
  async (...words) => {
    const balance = new Lbsim(['balance', ...ONE, ...words], { env: { LBSIM_REROUTE: 'perhaps' } });
    onEnd(() => balance.kill());
    expect(await balance.event('listening')).toMatchObject({ event: 'listening' });
  },
);
