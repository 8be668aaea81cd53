import { STOP_TEXT, type Stop } from '../arrival-match.js';
import type { Check } from '../check.js';
import { withinTime } from '../clock.js';
import { broken, kept } from '../finding.js';
import { formatBytes } from '../../units.js';
import type { Wire } from '../wire.js';

const PIECE = Buffer.alloc(64 * 1024, 'lbsim');
/** Consecutive looks, and the time between two, at which a sender that got rid of nothing counts as stalled. */
const STALL_LOOKS = 5;
const STALL_LOOK_MS = 100;

/** No balancer has a reason to swallow more, in bytes. The buffers of four sockets on the way are in it. */
export const SWALLOW_BOUND = 64 * 1024 * 1024;

/** One direction. */
interface Swallowed {
  /** Why the sender stopped: it stalled, it passed the bound, or the connection was lost. */
  readonly why: 'stalled' | 'bound' | 'lost';
  /** Bytes that were taken from it while nobody read. */
  readonly swallowed: number;
  /** Bytes that were sent and did not arrive once the reader read, and what came instead. */
  readonly missing: number;
  readonly stopped: Stop | undefined;
}

/**
 * TCP's window holds back a sender whose reader does not read (RFC 9293, section 3.8.6). A balancer that reads on
 * regardless keeps in its memory whatever a fast server sends to a slow client.
 */
export const backPressure: Check = {
  name: 'back-pressure',
  looksFor: 'A sender stalls when its reader does not read, and all arrives once it does.',
  judged: true,
  async run(lab) {
    const [inbound, outbound] = [await lab.open(), await lab.open()];
    const [fromClient, fromBackend] = await Promise.all([
      swallow(inbound.client, inbound.backend, lab.timeoutMs),
      swallow(outbound.backend, outbound.client, lab.timeoutMs),
    ]);
    const detail = `from the client ${text(fromClient)}; from the backend ${text(fromBackend)}`;
    const figures = {
      swallowedFromClient: fromClient.swallowed,
      swallowedFromBackend: fromBackend.swallowed,
      missingAtBackend: fromClient.missing,
      missingAtClient: fromBackend.missing,
    };
    const holds = [fromClient, fromBackend].every(({ why, missing }) => why === 'stalled' && missing === 0);
    if (holds) return kept(detail, figures);
    const swallows = [fromClient, fromBackend].some(({ why }) => why === 'bound');
    return broken(detail, figures, swallows);
  },
};

async function swallow(sender: Wire, reader: Wire, timeoutMs: number): Promise<Swallowed> {
  const before = sender.sent;
  const why = await fillUp(sender, before + SWALLOW_BOUND);
  const swallowed = sender.sent - before;
  if (why !== 'stalled') return { why, swallowed, missing: 0, stopped: undefined };
  // The piece at which it stalled is still on its way.
  let missing = swallowed + PIECE.length;
  while (missing > 0) {
    const next = await reader.read(timeoutMs);
    if (next.what !== 'bytes') return { why, swallowed, missing, stopped: next.what };
    missing -= next.bytes.length;
  }
  return { why, swallowed, missing, stopped: undefined };
}

async function fillUp(sender: Wire, bound: number): Promise<Swallowed['why']> {
  while (sender.sent < bound) {
    const taken = await takenInTime(sender.write(PIECE));
    if (taken === undefined) return 'stalled';
    if (!taken) return 'lost';
  }
  return 'bound';
}

/** Several short looks, since this very process may be held up for the length of any one. */
async function takenInTime(taken: Promise<boolean>): Promise<boolean | undefined> {
  for (let look = 0; look < STALL_LOOKS; look++) {
    const outcome = await withinTime(taken, STALL_LOOK_MS);
    if (outcome !== undefined) return outcome;
  }
  return undefined;
}

function text({ why, swallowed, missing, stopped }: Swallowed): string {
  const taken = formatBytes(swallowed);
  if (why === 'bound') return `${taken} and no end`;
  if (why === 'lost') return `${taken}, then it was cut off`;
  return stopped === undefined
    ? taken
    : `${taken}, of which ${formatBytes(missing)} never arrived (${STOP_TEXT[stopped]})`;
}
