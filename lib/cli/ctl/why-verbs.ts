import type { ExplainedPick } from '../../control/picks.js';
import type { ProbeOutcome } from '../../control/probe-outcome.js';
import type { Explanation } from '../../routing/explanation.js';
import { printable } from '../../printable.js';
import { formatMs } from '../../units.js';
import { queryOf } from './client-verbs.js';
import type { Verb } from './verb.js';

/** How often picks are asked for while they are followed. */
const LOOK_MS = 500;

/** Why clients go where they go, and why a backend is down. */
export const WHY_VERBS: readonly Verb[] = [
  {
    usage: 'why',
    help: 'why the last clients went where they went; with --follow also the next ones',
    takes: ['follow'],
    run: async (_words, { client, options: { follow }, print }) => {
      const api = await client();
      let lastId = 0;
      for (;;) {
        const page = (await api.ask('GET', '/v1/picks')) as {
          readonly items: readonly ExplainedPick[];
        };
        const { items } = page;
        const fresh = items.filter(({ id }) => id > lastId);
        lastId = items.at(-1)?.id ?? lastId;
        if (!follow) {
          print(page, () => (items.length === 0 ? 'no client has come' : items.map(pickLine).join('\n')));
          return;
        }
        for (const pick of fresh) print(pick, () => pickLine(pick));
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      }
    },
  },
  {
    usage: 'explain [KEY]',
    help: 'what would decide for this client now, such as 192.0.2.7',
    run: async ([key], { client, print }) => {
      const explanation = (await (
        await client()
      ).ask('GET', `/v1/explain${queryOf({ key })}`)) as Explanation;
      print(explanation, () => printable(explanation.says));
    },
  },
  {
    usage: 'probe NAME',
    help: 'checks the health of a backend now',
    run: async ([name = ''], { client, print }) => {
      const path = `/v1/backends/${encodeURIComponent(name)}/probe`;
      const outcome = (await (await client()).ask('POST', path)) as ProbeOutcome;
      const { ok, reason, ms } = outcome;
      print(
        outcome,
        () =>
          `${printable(name)}${ok ? ' is well' : `: ${printable(reason ?? 'failed')}`}, after ${formatMs(ms)}`,
      );
    },
  },
];

function pickLine({ at, client, says }: ExplainedPick): string {
  const time = new Date(at).toTimeString().slice(0, 8);
  return printable(`${time} ${client ?? ''} ${says}`);
}
