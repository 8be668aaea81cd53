import { STOP_TEXT, type Stop } from '../arrival-match.js';
import type { Check } from '../check.js';
import { timed } from '../clock.js';
import { measured } from '../finding.js';
import { UnreachableError, type Lab } from '../lab.js';
import { formatBytes, formatMs } from '../../units.js';

/** More than a balancer says of a backend that is away, in bytes. */
const MUCH = 1024 * 1024;

/** What the client met with. */
interface Met {
  readonly what: Stop | 'refused' | 'bytes';
  /** What it was told before. */
  readonly bytes: number;
}

/**
 * Without a balancer a closed port answers with RST at once (RFC 9293, section 3.10.7.1; ECONNREFUSED in connect(2)).
 * A balancer has let the client connect already, and may reset, close, or wait a while for it to come back: which, is
 * its policy, so it is only measured. Closes the backend, so it has to be the last one.
 */
export const backendRefuse: Check = {
  name: 'backend-refuse',
  looksFor: 'How and when the client is told that the backend refuses connections.',
  judged: false,
  async run(lab) {
    lab.closeBackend();
    const [{ what, bytes }, ms] = await timed(meet(lab));
    const figures = { clientSees: what, bytes, ms };
    if (what === 'silence') return measured(`kept waiting for more than ${formatMs(lab.timeoutMs)}`, figures);
    if (what === 'bytes') return measured(`${formatBytes(bytes)} and no end`, figures);
    const how = what === 'refused' ? 'refused as well' : STOP_TEXT[what];
    return measured(`${how} after ${formatMs(ms)}${bytes > 0 ? ` and ${formatBytes(bytes)}` : ''}`, figures);
  },
};

async function meet(lab: Lab): Promise<Met> {
  try {
    const client = await lab.dial();
    void client.write('hello\n');
    const until = performance.now() + lab.timeoutMs;
    let bytes = 0;
    do {
      const next = await client.read(until - performance.now());
      if (next.what !== 'bytes') return { what: next.what, bytes };
      bytes += next.bytes.length;
    } while (bytes < MUCH && performance.now() < until);
    return { what: 'bytes', bytes };
  } catch (error) {
    if (!(error instanceof UnreachableError)) throw error;
    return { what: error.connecting === 'connect_timeout' ? 'silence' : 'refused', bytes: 0 };
  }
}
