import { STOP_TEXT } from '../arrival-match.js';
import type { Check } from '../check.js';
import { timed } from '../clock.js';
import { broken, kept } from '../finding.js';
import type { Lab } from '../lab.js';
import { formatMs } from '../../units.js';
import type { ReadResult, Wire } from '../wire.js';

/**
 * A client that waits for news has to be told that none will come (RFC 9293, sections 3.6 and 3.5.3). By FIN or by RST:
 * which of them, `reset-backend` looks at.
 */
export const backendDiesIdle: Check = {
  name: 'backend-dies-idle',
  looksFor: 'When the backend closes or resets an idle connection, the client sees it.',
  judged: true,
  async run(lab) {
    const [closed, closedMs] = await death(lab, (backend) => backend.close());
    const [reset, resetMs] = await death(lab, (backend) => backend.reset());
    const detail = `closed: ${text(closed, closedMs)}; reset: ${text(reset, resetMs)}`;
    const figures = { closedSeenAs: closed.what, closedMs, resetSeenAs: reset.what, resetMs };
    return [closed, reset].every(({ what }) => what === 'fin' || what === 'reset')
      ? kept(detail, figures)
      : broken(detail, figures);
  },
};

/** @returns what the client hears of it, and after how long */
async function death(lab: Lab, die: (backend: Wire) => void): Promise<[ReadResult, number]> {
  const { client, backend } = await lab.open();
  die(backend);
  return timed(client.read(lab.timeoutMs));
}

function text({ what }: ReadResult, ms: number): string {
  return `${what === 'bytes' ? 'bytes' : STOP_TEXT[what]} after ${formatMs(ms)}`;
}
