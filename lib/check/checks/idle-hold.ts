import { matchArrival, STOP_TEXT } from '../arrival-match.js';
import type { Check } from '../check.js';
import { timed } from '../clock.js';
import { broken, kept, type RawFinding } from '../finding.js';
import { seededBytes } from '../seeded-bytes.js';
import { formatMs } from '../../units.js';
import type { ReadResult } from '../wire.js';

const WORD_SIZE = 1024;

/** TCP has no limit to how long a connection may be silent (RFC 1122, section 4.2.3.6); balancers do. */
export const idleHold: Check = {
  name: 'idle-hold',
  looksFor: 'A connection that was silent for --idle is still there and carries bytes both ways.',
  judged: true,
  async run(lab) {
    const { client, backend } = await lab.open();
    const sides = await Promise.all([timed(client.read(lab.idleMs)), timed(backend.read(lab.idleMs))]);
    const disturbed = sides.find(([{ what }]) => what !== 'silence');
    if (disturbed !== undefined) return tooSoon(...disturbed);
    const word = seededBytes(9, WORD_SIZE);
    void client.write(word);
    const inbound = await matchArrival(backend, word, lab.timeoutMs);
    void backend.write(word);
    const outbound = await matchArrival(client, word, lab.timeoutMs);
    const detail = `idle for ${formatMs(lab.idleMs)}, then ${inbound.text} to the backend, ${outbound.text} to the client`;
    const figures = {
      idleMs: lab.idleMs,
      bytesToBackend: inbound.received,
      bytesToClient: outbound.received,
    };
    if (inbound.whole && outbound.whole) return kept(detail, figures);
    return broken(detail, figures, !inbound.right || !outbound.right);
  },
};

function tooSoon({ what }: ReadResult, idleMs: number): RawFinding {
  const seen = what === 'bytes' ? 'bytes that nobody sent' : STOP_TEXT[what];
  return broken(`${seen} after ${formatMs(idleMs)}`, { idleMs });
}
