import { matchArrival, STOP_TEXT } from '../arrival-match.js';
import type { Check } from '../check.js';
import { broken, kept, type RawFinding } from '../finding.js';
import { formatMs } from '../../units.js';
import { seededBytes } from '../seeded-bytes.js';
import type { Wire } from '../wire.js';
import { timed } from '../clock.js';

const REST_SIZE = 64 * 1024;

/**
 * FIN says that one side has no more to send, not that it hears no more; the other may send on for as long as it likes
 * (RFC 9293, section 3.6; RFC 1122, section 4.2.2.13; `SHUT_WR` in shutdown(2)).
 */
export const halfCloseClient: Check = {
  name: 'half-close-client',
  looksFor: "The client's FIN reaches the backend as FIN, and the backend can still send.",
  judged: true,
  async run(lab) {
    const { client, backend } = await lab.open();
    return halfClose(client, backend, lab.timeoutMs);
  },
};

/** The same from the other side: a server may finish first and still take what the client has to say. */
export const halfCloseBackend: Check = {
  name: 'half-close-backend',
  looksFor: "The backend's FIN reaches the client as FIN, and the client can still send.",
  judged: true,
  async run(lab) {
    const { client, backend } = await lab.open();
    return halfClose(backend, client, lab.timeoutMs);
  },
};

async function halfClose(first: Wire, second: Wire, timeoutMs: number): Promise<RawFinding> {
  void first.finish();
  const [fin, finMs] = await timed(second.read(timeoutMs));
  if (fin.what !== 'fin')
    return broken(`${fin.what === 'bytes' ? 'bytes' : STOP_TEXT[fin.what]} instead of FIN`);
  const said = seededBytes(3, REST_SIZE);
  void second.write(said);
  const rest = await matchArrival(first, said, timeoutMs);
  const figures = { finMs, bytesAfterwards: rest.received };
  const detail = `FIN after ${formatMs(finMs)}; the other way ${rest.text}`;
  if (!rest.whole) return broken(detail, figures, !rest.right);
  void second.finish();
  const last = await first.read(timeoutMs);
  if (last.what === 'fin') return kept(detail, figures);
  return broken(
    `${detail}, then ${last.what === 'bytes' ? 'more bytes' : STOP_TEXT[last.what]} instead of FIN`,
    figures,
  );
}
