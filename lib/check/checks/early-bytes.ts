import { matchArrival } from '../arrival-match.js';
import type { Check } from '../check.js';
import { broken, kept } from '../finding.js';
import { seededBytes } from '../seeded-bytes.js';
import { formatMs } from '../../units.js';

const EARLY_SIZE = 64 * 1024;

/**
 * A client may send as soon as its own connection stands (RFC 9293, section 3.5), and most do. Then the balancer's
 * connection to the backend is not there yet, and it has to keep the bytes, or to leave them unread.
 */
export const earlyBytes: Check = {
  name: 'early-bytes',
  looksFor: 'What the client sends at once, before the backend is connected, arrives.',
  judged: true,
  async run(lab) {
    const said = seededBytes(8, EARLY_SIZE);
    const { client, backend } = await lab.openSpeaking(said);
    if (backend === undefined) {
      const { what } = await client.read(0);
      const closed = what === 'fin' || what === 'reset' ? ', and the client is cut off' : '';
      return broken(`the first bytes did not arrive within ${formatMs(lab.timeoutMs)}${closed}`, {
        bytes: 0,
      });
    }
    const early = await matchArrival(backend, said, lab.timeoutMs);
    const figures = { bytes: early.received };
    return early.whole ? kept(early.text, figures) : broken(early.text, figures, !early.right);
  },
};
