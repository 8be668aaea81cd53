import { ArrivalMatch, matchArrival } from '../arrival-match.js';
import type { Check } from '../check.js';
import { broken, kept } from '../finding.js';
import type { Lab } from '../lab.js';
import { seededBytes } from '../seeded-bytes.js';

/** So little that every host takes it in unread. */
const FINISHED_SIZE = 32 * 1024;
/** More than the buffers on the way hold, so that the reset comes before its end. */
const CUT_SIZE = 16 * 1024 * 1024;
const CUT_AFTER = 1024 * 1024;

/**
 * A server that closes with a request half read sends its answer, FIN, and then RST (RFC 9112, section 9.6). Linux
 * gives the client what came before; so should a balancer. And a reset in the middle of a stream may cost its end, but
 * what arrives has to be what was sent.
 */
export const resetInFlight: Check = {
  name: 'reset-in-flight',
  looksFor: 'What was finished before a reset arrives whole, what one cuts off is right so far.',
  judged: true,
  async run(lab) {
    const finished = await finishedThenReset(lab);
    const cut = await cutByReset(lab);
    const detail = `finished before: ${finished.text}; cut short: ${cut.text}`;
    const figures = {
      bytesFinished: finished.received,
      bytesCut: cut.received,
      cutEndedBy: cut.stopped ?? 'nothing',
    };
    const ended = cut.whole || (cut.stopped !== undefined && cut.stopped !== 'silence');
    if (finished.whole && cut.right && ended) return kept(detail, figures);
    return broken(detail, figures, !finished.right || !cut.right);
  },
};

async function finishedThenReset(lab: Lab): Promise<ArrivalMatch> {
  const { client, backend } = await lab.open();
  const finished = seededBytes(6, FINISHED_SIZE);
  void backend.write(finished);
  await backend.finish();
  backend.reset();
  return matchArrival(client, finished, lab.timeoutMs);
}

async function cutByReset(lab: Lab): Promise<ArrivalMatch> {
  const { client, backend } = await lab.open();
  const cut = seededBytes(7, CUT_SIZE);
  void backend.write(cut);
  const match = await new ArrivalMatch(client, cut).upTo(CUT_AFTER, lab.timeoutMs);
  backend.reset();
  return match.upTo(CUT_SIZE, lab.timeoutMs);
}
