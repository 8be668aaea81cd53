import { STOP_TEXT } from '../arrival-match.js';
import type { Check } from '../check.js';
import { broken, kept, type RawFinding } from '../finding.js';
import { formatMs } from '../../units.js';
import { timed } from '../clock.js';
import type { Wire } from '../wire.js';

/**
 * RST says that the connection has failed, FIN that the stream is complete (RFC 9293, sections 3.5.2 and
 * 3.10.7.4). A balancer that makes one of the other tells a server that it has received everything.
 */
export const resetClient: Check = {
  name: 'reset-client',
  looksFor: 'A reset by the client reaches the backend as a reset, not as FIN.',
  judged: true,
  async run(lab) {
    const { client, backend } = await lab.open();
    return passesReset(client, backend, lab.timeoutMs);
  },
};

/** The same from the other side: half an answer must not pass for a whole one. */
export const resetBackend: Check = {
  name: 'reset-backend',
  looksFor: 'A reset by the backend reaches the client as a reset, not as FIN.',
  judged: true,
  async run(lab) {
    const { client, backend } = await lab.open();
    return passesReset(backend, client, lab.timeoutMs);
  },
};

async function passesReset(from: Wire, to: Wire, timeoutMs: number): Promise<RawFinding> {
  from.reset();
  const [next, ms] = await timed(to.read(timeoutMs));
  if (next.what === 'bytes') return broken(`${next.bytes.length} bytes that nobody sent`);
  const detail = `${STOP_TEXT[next.what]} after ${formatMs(ms)}`;
  const figures = { arrivedAs: next.what, ms };
  return next.what === 'reset' ? kept(detail, figures) : broken(detail, figures);
}
