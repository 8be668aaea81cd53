import { matchArrival, type ArrivalMatch } from '../arrival-match.js';
import type { Check } from '../check.js';
import { broken, kept } from '../finding.js';
import { writeInPieces, seededBytes } from '../seeded-bytes.js';
import type { Wire } from '../wire.js';

const SIZE = 4 * 1024 * 1024;

/** TCP is a stream of bytes, in order and whole (RFC 9293, section 2.2): through a balancer as without one. */
export const bytes: Check = {
  name: 'bytes',
  looksFor: 'All bytes arrive unchanged and in order, in both directions at once.',
  judged: true,
  async run(lab) {
    const { client, backend } = await lab.open();
    const [toBackend, toClient] = await Promise.all([
      carry(client, backend, 1, lab.timeoutMs),
      carry(backend, client, 2, lab.timeoutMs),
    ]);
    const detail = `${toBackend.text} to the backend; ${toClient.text} to the client`;
    const figures = { bytesToBackend: toBackend.received, bytesToClient: toClient.received };
    if (toBackend.whole && toClient.whole) return kept(detail, figures);
    return broken(detail, figures, !toBackend.right || !toClient.right);
  },
};

async function carry(from: Wire, to: Wire, seed: number, quietMs: number): Promise<ArrivalMatch> {
  const sent = seededBytes(seed, SIZE);
  void writeInPieces(from, sent, seed);
  return matchArrival(to, sent, quietMs);
}
