import type { HeldState, HoldStep } from '../../control/hold-operations.js';
import { optionError } from '../../errors.js';
import { counted } from '../../logging/format.js';
import { printable } from '../../printable.js';
import type { Verb } from './verb.js';

/** Of a library's step, or of one where nobody was held back. */
interface Step extends Omit<HoldStep, 'outcome'> {
  readonly outcome: HoldStep['outcome'] | 'nobody';
  readonly held: HeldState;
}

/** Newcomers are held back, and let go one by one or all at once. */
export const HOLD_VERBS: readonly Verb[] = [
  {
    usage: 'hold',
    help: 'new clients wait from now on, until step or release lets them go; for 15 minutes at most',
    run: async (_words, { client, print }) => {
      const answer = await (await client()).ask('POST', '/v1/hold');
      print(answer, () => 'new clients wait from now on; step lets one go, release all');
    },
  },
  {
    usage: 'step [N]',
    help: 'lets the client go that has waited longest in a hold, and says why it goes where it goes; with N as many, one by one',
    run: async ([text = '1'], { client, print }) => {
      const count = countOf(text);
      const api = await client();
      for (let done = 0; done < count; done++) {
        const step = (await api.ask('POST', '/v1/step')) as Step;
        if (step.outcome !== 'nobody' || done === 0) print(step, () => printable(stepLine(step)));
        if (step.outcome === 'nobody') return;
      }
    },
  },
  {
    usage: 'release',
    help: 'lets all clients go that wait in a hold, in order, and ends it',
    run: async (_words, { client, print }) => {
      const answer = (await (await client()).ask('POST', '/v1/release')) as { readonly released: number };
      print(answer, () => `${counted(answer.released, 'client')} released; new clients do not wait`);
    },
  },
];

function countOf(text: string): number {
  const count = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (count < 1) throw optionError(`step '${text}' is not a number of clients: use one such as 1 or 5`);
  return count;
}

/** `127.0.0.1:4711 → B2: least-connections chose B2. B2 has 3 open connections per weight, … (3 wait)`. */
function stepLine({ client, outcome, pick, waitsFor, held }: Step): string {
  if (outcome === 'nobody') return 'no client waits';
  const name = client ?? 'a client';
  const left = `(${waiting(held)})`;
  if (pick !== null) {
    const { backend, why, says } = pick;
    const rule = why === null || why === 'sticky' ? '' : `${why} chose ${backend}. `; // a sticky client's sentence names it
    return `${name} → ${backend ?? 'no backend'}: ${rule}${says} ${left}`;
  }
  if (waitsFor === 'backend') return `${name} waits until a backend is active ${left}`;
  if (waitsFor === 'place') return `${name} waits for a place at a backend ${left}`;
  return `${name} was closed: the queue is full ${left}`;
}

function waiting({ waiting: count }: HeldState): string {
  return count === 1 ? '1 waits' : `${count} wait`;
}
