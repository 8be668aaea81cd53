import { defineCommand } from '../command.js';
import { ACTION_OPTIONS, PROCESS_OPTIONS } from '../ctl/option-table.js';
import { offeredAfter, verbName } from '../ctl/verb.js';
import { VERBS } from '../ctl/verbs.js';
import { COMMON } from '../options/groups.js';
import { endWithReader } from '../output.js';

const options = { ...PROCESS_OPTIONS, ...ACTION_OPTIONS, ...COMMON };

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
    const [{ commandLineContext, verbOptions }, { inCtlWords }, { runVerb }, { showStatus }] =
      await Promise.all([
        import('../ctl/context.js'),
        import('../ctl/in-ctl-words.js'),
        import('../ctl/verbs.js'),
        import('../ctl/status.js'),
      ]);
    const addressee = { to: values.to, tokenFile: values['token-file'] };
    const { json, 'no-color': noColor, do: words = [], follow, watch } = values;
    if (follow || watch) endWithReader();
    const context = commandLineContext(addressee, verbOptions(values), { json, noColor });
    await (words.length === 0 ? inCtlWords(() => showStatus(context)) : runVerb(words, context));
    return 0;
  },
});
