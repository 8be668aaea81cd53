import { describe, expect, it } from '@jest/globals';
import { cleanup } from '../helpers/cleanup.js';
import { runLbsim } from '../helpers/lbsim.js';
import { quietPort } from '../helpers/ports.js';
import { listenOnLoopback } from '../helpers/sockets.js';

const onEnd = cleanup();

/** A port on which something listens that is none of lbsim's. */
async function takenPort(): Promise<string> {
  const { server, port } = await listenOnLoopback(() => undefined);
  onEnd(() => server.close());
  return `${port}`;
}

/** Command lines that fail at run time, and the code of the error. */
const FAILURES: readonly (readonly [command: string, more: () => Promise<string[]>, code: string])[] = [
  [
    'balance',
    async () => ['--backends', '127.0.0.1:1', '--port', await takenPort(), '--log-level', 'error'],
    'ERR_ADDRESS_IN_USE',
  ],
  ['server', async () => ['--port', await takenPort()], 'ERR_ADDRESS_IN_USE'],
  ['client', async () => ['--message', 'x', '--port', `${await quietPort()}`], 'ERR_CONNECT'],
];

describe.each(FAILURES)('%s that fails at run time', (command, more, code) => {
  it.each([
    ['--log-format json', ['--log-format', 'json'], {}],
    ['LBSIM_LOG_FORMAT=json', [], { LBSIM_LOG_FORMAT: 'json' }],
  ])('logs one line of JSON with %s', async (_, format, env) => {
    const { stderr, status } = await runLbsim([command, ...(await more()), ...format], { env });
    expect(status).toBe(1);
    const lines = stderr.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      {
        timestamp: expect.stringMatching(/^\d{4}-.*Z$/) as unknown,
        level: 'error',
        component: command,
        event: 'fatal',
        message: expect.stringContaining('127.0.0.1') as unknown,
        code,
      },
    ]);
  });

  it('says so in one plain line otherwise', async () => {
    const { stderr, status } = await runLbsim([command, ...(await more())]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^lbsim: .*127\.0\.0\.1.*\n$/);
  });
});

it.each([[['--port', 'x']], [['--fail-if', 'p99>10ms']], [['--bogus']]])(
  'a command line that is wrong is a plain line, also with JSON logs: %j',
  async (words) => {
    const { stderr, status } = await runLbsim(['client', '--log-format', 'json', ...words]);
    expect(stderr).toMatch(/^lbsim: .*\n$/);
    expect(status).toBe(2);
  },
);

it('at log level DEBUG the line of JSON has the stack', async () => {
  const options = ['--message', 'x', '--port', `${await quietPort()}`, '--log-level', 'debug'];
  const { stderr } = await runLbsim(['client', ...options, '--log-format', 'json']);
  const { stack } = JSON.parse(stderr.trimEnd().split('\n').at(-1) ?? '') as { stack: string };
  expect(stack).toMatch(/^LbsimError: .*\n +at /);
});
