import { defined } from '../../defined.js';
import { optionError } from '../../errors.js';
import { CLIENT_DEFAULTS } from '../../client/options.js';
import { defineCommand } from '../command.js';
import { COMMON } from '../options/groups.js';
import { exitQuietly, exitWhenInterrupted, onStopSignal } from '../signals.js';
import { absent, flag, optional, type Values } from '../options/option.js';
import {
  duration,
  host,
  integer,
  lines,
  positiveDuration,
  positiveNumber,
  targetPort,
} from '../options/parsers.js';

const target = 'Whom it talks to:';
const talk = 'One connection:';
/** At the most; more is beyond what a machine can have open, or can do. */
const MAX_AT_ONCE = 100_000;
const MAX_COUNT = 1e9;
const MAX_SIZE = 2 ** 40;

const load = 'Load, one connection after another or many at once:';

const options = {
  host: optional({ describe: 'Host of the balancer or backend', group: target }, host, '127.0.0.1'),
  port: optional({ describe: 'Its port', group: target }, targetPort, 8080),
  timeout: optional(
    { describe: 'How long to wait for an answer', defaultText: '60s', group: target },
    positiveDuration,
    CLIENT_DEFAULTS.timeoutMs,
  ),
  message: absent(
    {
      describe: 'Line to send, one answer printed for each; may repeat. In a load: the text of every message',
      joinedBy: '\n',
      group: talk,
    },
    lines,
  ),
  count: absent({ describe: 'Make so many connections', group: load }, integer(1, MAX_COUNT)),
  duration: absent({ describe: 'Make connections for so long', group: load }, positiveDuration),
  concurrency: absent(
    { describe: 'Connections at once', defaultText: '1, or no bound with --rate', group: load },
    integer(1, MAX_AT_ONCE),
  ),
  rate: absent(
    {
      describe: 'Connections a second, on time whatever becomes of them (open loop)',
      defaultText: 'unlimited',
      group: load,
    },
    positiveNumber(MAX_AT_ONCE),
  ),
  'messages-per-connection': optional(
    { describe: 'Messages one after the other on each', group: load },
    integer(1, MAX_COUNT),
    1,
  ),
  size: absent({ describe: 'Bytes of payload in each message', group: load }, integer(0, MAX_SIZE)),
  hold: optional(
    { describe: 'Keep each connection open so long after its last answer', defaultText: '0', group: load },
    duration,
    0,
  ),
  json: flag({ describe: 'Print the result as one JSON object', group: load }),
  ...COMMON,
};

type ClientValues = Values<typeof options>;

export const client = defineCommand({
  options,
  details:
    'With a terminal as standard input it is interactive; otherwise it sends standard input, half-closes,\n' +
    'and prints what comes back. With --message it sends lines, with --count or --duration it makes a load\n' +
    'and checks every answer against what was sent.',
  examples: [
    ['lbsim client', 'interactive; /help tells what it can do'],
    ["printf 'a\\nb\\n' | lbsim client --port 8080", 'sends two lines, prints the answers'],
    ['lbsim client --message hello', 'one line, one answer'],
    ['lbsim client --count 2000 --concurrency 50', 'a load, and who answered'],
    ['lbsim client --duration 10s --rate 500 --json', 'open loop, as JSON'],
  ],
  async run(values) {
    if (values.count !== undefined || values.duration !== undefined) return runLoad(values);
    refuseLoadOptions(values);
    if (values.message !== undefined) return sendMessages(values, values.message);
    return process.stdin.isTTY ? converse(values) : pipe(values);
  },
});

/** @throws LbsimError for what only a load can obey */
function refuseLoadOptions(values: ClientValues): void {
  const loadOption = [
    values.concurrency !== undefined && 'concurrency',
    values.rate !== undefined && 'rate',
    values.size !== undefined && 'size',
    values['messages-per-connection'] !== 1 && 'messages-per-connection',
    values.hold !== 0 && 'hold',
    values.json && 'json',
  ].find((name) => name !== false);
  if (loadOption !== undefined)
    throw optionError(`--${loadOption} is for a load: add --count N or --duration T`);
}

async function runLoad(values: ClientValues): Promise<number> {
  if (values.count !== undefined && values.duration !== undefined) {
    throw optionError(`both --count ${values.count} and --duration are given: use one of them`);
  }
  if ((values.message?.length ?? 0) > 1) throw optionError('a load sends one text: give --message once');
  const { runLoadCommand } = await import('../load.js');
  const { host, port, timeout, count, concurrency, rate, size, hold, message } = values;
  return runLoadCommand(
    {
      host,
      port,
      timeoutMs: timeout,
      messagesPerConnection: values['messages-per-connection'],
      holdMs: hold,
      ...defined({ count, durationMs: values.duration, concurrency, rate, size, message: message?.[0] }),
    },
    values,
  );
}

async function sendMessages(
  { host, port, timeout }: ClientValues,
  messages: readonly string[],
): Promise<number> {
  exitWhenInterrupted();
  const one = await import('../../client/one-shot.js');
  const { TerminalText } = await import('../../client/terminal-text.js');
  await one.sendMessages({
    host,
    port,
    timeoutMs: timeout,
    messages,
    onAnswer: ({ text }) => {
      const line = `${text}\n`;
      process.stdout.write(process.stdout.isTTY ? new TerminalText().write(Buffer.from(line)) : line);
    },
  });
  return 0;
}

async function converse({ host, port, timeout }: ClientValues): Promise<number> {
  onStopSignal(exitQuietly);
  process.stdout.once('error', exitQuietly);
  const { InteractiveSession } = await import('../../client/interactive/interactive-session.js');
  const { stdin: input, stdout: output, stderr: prompts } = process;
  await new InteractiveSession({ host, port, timeoutMs: timeout, input, output, prompts }).run();
  return 0;
}

async function pipe({ host, port }: ClientValues): Promise<number> {
  exitWhenInterrupted();
  const { pipeThrough } = await import('../../client/piped.js');
  const { terminalTextStream } = await import('../../client/terminal-text.js');
  const output = process.stdout.isTTY ? terminalTextStream() : process.stdout;
  if (output !== process.stdout) output.pipe(process.stdout);
  await pipeThrough({ host, port, input: process.stdin, output });
  if (output !== process.stdout) output.end();
  return 0;
}
