import { STOP_TEXT, type Stop } from '../arrival-match.js';
import type { Check } from '../check.js';
import { timed } from '../clock.js';
import { broken, measured } from '../finding.js';
import { NoWayThrough, type Lab } from '../lab.js';
import { formatBytes, formatMs } from '../../units.js';

/** What the client met with. */
interface Met {
  readonly what: Stop | 'refused';
  /** What it was told before. */
  readonly bytes: number;
}

/**
 * Without a balancer a closed port answers with RST at once (RFC 9293, section 3.10.7.1; ECONNREFUSED in connect(2)).
 * A balancer has let the client connect already, and may reset, close, or wait a while for it to come back. It should
 * not leave the client without a word for longer than people wait. Closes the backend, so it has to be the last one.
 */
export const backendRefuse: Check = {
  name: 'backend-refuse',
  looksFor: 'When the backend refuses connections, the client is told within --timeout.',
  judged: true,
  async run(lab) {
    lab.closeBackend();
    const [{ what, bytes }, ms] = await timed(meet(lab));
    const figures = { clientSees: what, bytes, ms };
    if (what === 'silence') {
      const advice = 'a balancer may wait for a backend on purpose: then raise --timeout';
      return broken(`neither answer nor end within ${formatMs(lab.timeoutMs)} (${advice})`, figures);
    }
    const how = what === 'refused' ? 'refused as well' : STOP_TEXT[what];
    return measured(`${how} after ${formatMs(ms)}${bytes > 0 ? ` and ${formatBytes(bytes)}` : ''}`, figures);
  },
};

async function meet(lab: Lab): Promise<Met> {
  try {
    const client = await lab.dial();
    void client.say('hello\n');
    for (let bytes = 0; ;) {
      const heard = await client.hear(lab.timeoutMs);
      if (heard.what !== 'bytes') return { what: heard.what, bytes };
      bytes += heard.bytes.length;
    }
  } catch (error) {
    if (!(error instanceof NoWayThrough)) throw error;
    return { what: error.connecting === 'connect_timeout' ? 'silence' : 'refused', bytes: 0 };
  }
}
