import { defined } from '../../defined.js';
import { optionError } from '../../errors.js';
import { LOAD_TABLE, TARGET_TABLE, TARGETS_TABLE } from '../../client/option-table.js';
import { switchText, type Switch } from '../../client/switch.js';
import { targetsOf, type TargetOptions } from '../../client/targets/target-options.js';
import { withPorts } from '../../client/targets/target-kind.js';
import { isTrace } from '../../recording/trace-file.js';
import { address } from '../../schema/address.js';
import { libraryOptions } from '../../schema/library.js';
import { lines } from '../../schema/list.js';
import { group, needing, optional, without, type Values } from '../../schema/option.js';
import { defineCommand } from '../command.js';
import { refuseTwoResults } from '../csv-output.js';
import { COMMON, csv, json } from '../options/groups.js';
import { exitQuietly, exitWhenInterrupted, onStopSignal } from '../signals.js';

/** How an option is named in an error. */
type Called = (name: string) => string;

/** What makes a load: a trace has a number of connections of its own. */
const makesLoad = (value: unknown, name: string): boolean =>
  name === 'arrivals' ? isTrace(value) : value !== undefined;
const ofLoad = {
  one: ['count', 'duration', 'arrivals'],
  having: makesLoad,
  says: (_: string, called: Called) => `without ${called('count')} or ${called('duration')} does nothing`,
  advice: 'add --count N or --duration T',
};
const ofJson = {
  one: ['count', 'duration', 'message', 'arrivals'],
  having: makesLoad,
  says: (_: string, called: Called) =>
    `without ${['count', 'duration', 'message'].map(called).join(' or ')} does nothing`,
  advice: 'add --count N, --duration T or --message TEXT',
};
const { count, duration, concurrency, rate, arrivals, seed, ...restOfLoad } = LOAD_TABLE;

const options = {
  ...TARGETS_TABLE,
  ...group('One connection:', {
    message: optional(
      lines,
      'Line to send, one answer printed for each; may repeat. In a load: the text of every message',
    ),
  }),
  count,
  duration,
  ...needing({ ...ofLoad, when: (connections) => connections !== 1 }, { concurrency }),
  ...needing(ofLoad, { rate }),
  arrivals: { ...arrivals, needs: [arrivals.needs ?? [], ofLoad].flat() },
  seed: { ...seed, needs: [seed.needs ?? [], ofLoad].flat() },
  ...needing(ofLoad, restOfLoad),
  ...needing(ofJson, group(count.group ?? '', { json })),
  ...needing(ofLoad, group(count.group ?? '', { csv })),
  ...COMMON,
};

type ClientValues = Values<typeof options>;

export const clientCommand = defineCommand({
  options,
  positionals: [{ shown: '[HOST:PORT[,HOST:PORT…]]', split: hostAndPort }],
  details:
    'With a terminal as standard input it is interactive; otherwise it sends standard input, half-closes, ' +
    'and prints what comes back. With --message it sends lines, with --count or --duration it makes a load ' +
    'and checks every answer against what was sent. With several balancers it goes on at the next one when one is away.',
  examples: [
    ['lbsim client', 'interactive; /help tells what it can do'],
    ["printf 'a\\nb\\n' | lbsim client --port 8080", 'sends two lines, prints the answers'],
    ['lbsim client localhost:8881 --message hello', 'one line to a backend, one answer'],
    ['lbsim client --message hello --json', 'which backend answered, and how fast, as JSON'],
    ['lbsim client --count 2000 --concurrency 50', 'a load, and how many answers each backend gave'],
    [
      'lbsim client --host 127.0.0.1:8080,127.0.0.1:8090 --count 2000',
      'two balancers: when one is away the other is used, and the report says whether the backend stayed',
    ],
    ['lbsim client --duration 10s --rate 500 --json', 'open loop, as JSON'],
    ['lbsim client --count 5000 --rate 200 --arrivals poisson', 'at random, as many clients come'],
    [
      "lbsim client --count 2000 --fail-if 'p99>200ms' --fail-if 'errors>1%'",
      'a test in a script: exit status 1 when it is too slow, or fails too often',
    ],
  ],
  check(values) {
    refuseTwoLoads(values);
    refuseTwoResults(values);
    targetsOf(targetsIn(values));
  },
  async run(values) {
    if (isLoad(values)) return runLoad(values);
    if (values.message !== undefined) return sendMessages(values, values.message);
    return process.stdin.isTTY ? converse(values) : pipe(values);
  },
});

function hostAndPort(word: string): { readonly host: string; readonly port?: string } {
  const [first = '', ...others] = word.split(',');
  if (others.length > 0) {
    for (const each of [first, ...others]) address.parse(each.trim());
    return { host: word };
  }
  const { host, port } = address.parse(word);
  return { host, port: String(port) };
}

/** Where to connect, as the library has it. */
function targetsIn({ host, port, pick }: ClientValues): TargetOptions {
  const [first, ...fallbacks] = withPorts(host, port);
  return { ...first, pick, ...(fallbacks.length > 0 && { fallbacks }) };
}

/** One line on standard error, as standard output is for answers. */
function saySwitch(event: Switch): void {
  process.stderr.write(`lbsim: ${switchText(event)}\n`);
}

function isLoad({ count, duration, arrivals }: ClientValues): boolean {
  return count !== undefined || duration !== undefined || isTrace(arrivals);
}

function refuseTwoLoads(values: ClientValues): void {
  if (!isLoad(values)) return;
  const { count, duration, message = [] } = values;
  if (count !== undefined && duration !== undefined)
    throw optionError(`both --count ${count} and --duration are given: use one of them`);
  if (message.length > 1) throw optionError('a load sends one text: give --message once');
}

async function runLoad(values: ClientValues): Promise<number> {
  refuseTwoLoads(values);
  refuseTwoResults(values);
  const { runLoadCommand } = await import('../load.js');
  const { message } = values;
  const given = libraryOptions({ ...without(TARGET_TABLE, 'host', 'port'), ...LOAD_TABLE }, values);
  const options = { ...given, ...targetsIn(values), ...defined({ message: message?.[0] }) };
  return runLoadCommand(options, values);
}

async function sendMessages(values: ClientValues, messages: readonly string[]): Promise<number> {
  const { sendOneShot } = await import('../one-shot.js');
  const onSwitch = saySwitch;
  return sendOneShot({ ...targetsIn(values), timeoutMs: values.timeout, messages, onSwitch }, values.json);
}

async function converse(values: ClientValues): Promise<number> {
  onStopSignal(exitQuietly);
  process.stdout.once('error', exitQuietly);
  const { InteractiveSession } = await import('../../client/interactive/interactive-session.js');
  const { stdin: input, stdout: output, stderr: prompts } = process;
  const streams = { input, output, prompts };
  await new InteractiveSession({ ...targetsIn(values), timeoutMs: values.timeout, ...streams }).run();
  return 0;
}

async function pipe(values: ClientValues): Promise<number> {
  exitWhenInterrupted();
  const { pipeThrough } = await import('../../client/piped.js');
  const { terminalTextStream } = await import('../../client/terminal-text.js');
  const output = process.stdout.isTTY ? terminalTextStream() : process.stdout;
  if (output !== process.stdout) output.pipe(process.stdout);
  await pipeThrough({ ...targetsIn(values), input: process.stdin, output, onSwitch: saySwitch });
  if (output !== process.stdout) output.end();
  return 0;
}
