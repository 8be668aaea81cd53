import { didYouMean } from '../../did-you-mean.js';
import { optionError } from '../../errors.js';
import { lines } from '../../schema/list.js';
import { flag, group, optional } from '../../schema/option.js';
import { time } from '../../schema/time.js';
import { filePath, text } from '../../schema/word.js';
import { defineCommand } from '../command.js';
import { CLIENT_VERBS } from '../ctl/client-verbs.js';
import { SETTINGS_VERBS } from '../ctl/settings-verbs.js';
import { WHY_VERBS } from '../ctl/why-verbs.js';
import { BACKEND_VERBS } from '../ctl/backend-verbs.js';
import { FAULT_VERBS } from '../ctl/fault-verbs.js';
import { PROCESS_VERBS } from '../ctl/process-verbs.js';
import {
  offeredAfter,
  refuseUselessOptions,
  refuseWrongWords,
  verbName,
  type CtlContext,
} from '../ctl/verb.js';
import { COMMON, json } from '../options/groups.js';

const VERBS = [
  ...BACKEND_VERBS,
  ...FAULT_VERBS,
  ...CLIENT_VERBS,
  ...WHY_VERBS,
  ...SETTINGS_VERBS,
  ...PROCESS_VERBS,
];
const NAMES = VERBS.map(verbName);

const options = {
  ...group('Process:', {
    to: optional(text, 'A port, the name of a server, unix:PATH, or http://HOST:PORT', {
      defaultText: 'the only one that runs',
    }),
    'token-file': optional(
      filePath('read'),
      'File whose first line is the token, for http://; or LBSIM_ADMIN_TOKEN',
      {
        defaultText: 'none',
      },
    ),
  }),
  ...group('Action:', {
    do: optional(lines, 'The words that say what to do; also as positional arguments', {
      defaultText: 'show how it stands',
    }),
    wait: optional(time, 'Wait until it is so, at most that long; for drain, maint, ready and add'),
    drain: optional(time, 'Time that connections have to finish; for remove and stop'),
    backup: flag('Use the backend only while no other is active; for add'),
    backend: optional(text, 'Name of a backend; for connections, kill, sessions and forget'),
    reset: flag('Close by RST instead of FIN; for kill'),
    close: flag('Close the connections of the backend; for remove'),
    all: flag('Of all clients, or all servers; for forget and heal'),
    follow: flag('Go on with the events that come; for events'),
    only: optional(text, 'Names of the events to show, comma-separated; for events'),
    json,
  }),
  ...COMMON,
};

export const ctlCommand = defineCommand({
  options,
  positionals: [
    {
      option: 'do',
      shown: '[WORD…]',
      rest: true,
      words: Object.fromEntries(VERBS.map((verb) => [verbName(verb), offeredAfter(verb)])),
    },
  ],
  details:
    'Shows and changes a running balancer, or an lbsim server, of the same user. Without a word it shows how it stands. ' +
    'Exit status 1 if it was refused or nothing runs.',
  terms: { heading: 'Words:', entries: VERBS.map(({ usage, help }) => [usage, help]) },
  examples: [
    ['lbsim ctl', 'how it stands, on one screen'],
    ['lbsim ctl drain B2 --wait 30s', 'no new clients for B2, until its last one has left'],
    ['lbsim ctl add B4=127.0.0.1:8884@2', 'a backend more'],
    ['lbsim ctl fault B1 latency 300ms', 'B1, an lbsim server, becomes slow'],
    ['lbsim ctl events --follow --only failover,failback', 'what happens'],
  ],
  async run(values) {
    const [{ AdminClient }, { findProcess }, { jsonLine }, { windowColumns }, { showStatus }] =
      await Promise.all([
        import('../../admin/client.js'),
        import('../ctl/find-process.js'),
        import('../json-line.js'),
        import('../window.js'),
        import('../ctl/status.js'),
      ]);
    const addressee = { to: values.to, tokenFile: values['token-file'] };
    const { wait, drain, ...others } = values;
    const { backup, backend, reset, all, close, follow, only } = others;
    const context: CtlContext = {
      client: async () => new AdminClient(await findProcess(addressee, 'balance')),
      to: values.to,
      options: { wait: inMs(wait), drain: inMs(drain), backup, backend, reset, all, close, follow, only },
      print: (result, words) =>
        void process.stdout.write(values.json ? `${jsonLine(result)}\n` : `${words()}\n`),
      room: windowColumns(),
    };
    const [word, ...words] = values.do ?? [];
    if (word === undefined) {
      await showStatus(context);
      return 0;
    }
    const verb = VERBS.find((each) => verbName(each) === word);
    if (verb === undefined)
      throw optionError(`unknown word '${word}'${didYouMean(word, NAMES)}: use one of ${NAMES.join(', ')}`);
    refuseWrongWords(verb, words);
    refuseUselessOptions(verb, context.options);
    await verb.run(words, context);
    return 0;
  },
});

/** A time as the API reads it. */
function inMs(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : `${ms}ms`;
}
