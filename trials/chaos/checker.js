// Holds what the clients saw against what the balancer's log tells and what was done to the backends. It knows no clock and
// no socket: it is given records and returns what does not fit together.
import { balancerClock } from './standstill.js';
import { historyFinder } from './history.js';

/** By how much the clocks' readings of cause and effect may be apart on a busy machine, in milliseconds. */
export const SLACK_MS = 300;

/** How long after a backend's end a client may still read what was on its way before it sees that end, in milliseconds. */
export const LATE_MS = 5000;

/**
 * A fault of a backend, as it was injected.
 *
 * @typedef {object} Fault
 * @property {string} kind
 * @property {string} backend
 * @property {boolean} deadly - whether it ended the backend's connections; being stopped does not
 * @property {number} from - before the signal was sent; all times in milliseconds since 1970
 * @property {number} until - when the process had ended, or went on
 * @property {number | undefined} backAt - when it was in service again; undefined if it never was
 */

/** @typedef {Pick<import('./standstill.js').Standstill, 'from' | 'until'>} Standstill */
/** @typedef {Pick<import('./balancer-faults.js').WorkerKill, 'pid' | 'from' | 'until'>} WorkerKill */

/**
 * What a client saw.
 *
 * @typedef {object} Visit
 * @property {string} kind
 * @property {string | undefined} client - `address:port`; undefined if it never connected
 * @property {number} begunAt
 * @property {number} endedAt
 * @property {number | undefined} sentAt - when it began to send; undefined if it never did
 * @property {string[]} answeredBy - the names in the answers; empty when there were none, or none that give a name
 * @property {string | undefined} failure - undefined when all went as it should
 * @property {string | undefined} wrong - what was wrong with the bytes it received
 * @property {number} [resetAt] - when it reset the connection
 * @property {boolean} [stalled] - whether back-pressure stood by then
 * @property {boolean} [mayBeUnseen] - it has reset the connection before it can have been seen
 */

/** @typedef {import('./history.js').History} History */

/**
 * @param {object} evidence
 * @param {readonly Visit[]} evidence.visits
 * @param {readonly History[]} evidence.histories
 * @param {readonly Fault[]} evidence.faults
 * @param {readonly string[]} evidence.backends - all names
 * @param {number} evidence.noticeMs - within which the balancer sees that a backend is back
 * @param {readonly Standstill[]} [evidence.standstills] - of the balancer: they excuse nothing but being late
 * @param {readonly WorkerKill[]} [evidence.workerKills] - of the balancer
 * @param {number} [evidence.slackMs] - by how much cause and effect may seem apart on this machine
 */
export function check({ visits, histories, standstills = [], ...evidence }) {
  const clock = balancerClock(standstills);
  const faults = evidence.faults.map((fault) => onClock(clock, fault, ['from', 'until', 'backAt']));
  const workerKills = (evidence.workerKills ?? []).map((kill) => onClock(clock, kill, ['from', 'until']));
  const { backends, noticeMs, slackMs = SLACK_MS } = evidence;
  // A worker may have served a client while the process that logs stood still already: the log can be late by as long.
  const asTold = new Map(
    histories.map((history) => [onClock(clock, history, ['begunAt', 'openedAt', 'closedAt']), history]),
  );
  const historyOf = historyFinder([...asTold.keys()]);
  const verdict = { matched: 0, failed: 0, wrongBytes: [], wrongBackend: [], untold: [], unexplained: [] };
  for (const seen of visits) {
    const visit = onClock(clock, seen, ['begunAt', 'endedAt', 'sentAt']);
    const history = visit.client === undefined ? undefined : historyOf(visit);
    const words = () => inWords(seen, asTold.get(history));
    const isGoneNow = (name) => isGone(name, visit.endedAt, { faults, noticeMs, slackMs });
    const isLost = workerKills.some((kill) => isLostWith(kill, visit, history, slackMs));
    if (wasResetAtOnce(visit) && (isLost || backends.every(isGoneNow))) {
      verdict.failed++;
      continue;
    }
    if (history !== undefined) verdict.matched++;
    else if (visit.mayBeUnseen !== true && !isLost) verdict.untold.push(words());
    if (visit.wrong !== undefined) verdict.wrongBytes.push(words());
    if (
      visit.answeredBy.some((name) => name !== history?.backends.at(-1)) &&
      (history !== undefined || !isLost)
    )
      verdict.wrongBackend.push(words());
    if (visit.failure === undefined) continue;
    verdict.failed++;
    const isKnownLoss = isLost && visit.failure !== 'timeout';
    if (!isKnownLoss && !isExplained(visit, history, { faults, backends, noticeMs, slackMs }))
      verdict.unexplained.push(words());
  }
  return verdict;
}

/** A record with its times by the balancer's clock. */
export function onClock(clock, record, times) {
  const known = times.filter((name) => record[name] !== undefined);
  return { ...record, ...Object.fromEntries(known.map((name) => [name, clock(record[name])])) };
}

/**
 * Whether a client was with a worker when that was killed. Then the log says so; but what a worker had not yet told of when
 * it was killed is in no log, so one that the log does not know at all was with it, too, if it was there at that moment:
 * those of other workers are told of.
 */
function isLostWith({ pid, from, until }, visit, history, slackMs) {
  if (history !== undefined && history.lostWith !== pid) return false;
  const wasThere = visit.begunAt <= until + slackMs && visit.endedAt >= from - slackMs;
  return wasThere && visit.endedAt <= until + LATE_MS;
}

/**
 * Whether the client was reset before it knew that it was connected. Then it does not know its port either, and cannot be
 * found in the log; but none of its bytes can have gone.
 */
const wasResetAtOnce = ({ client, failure }) => client === undefined && failure === 'ECONNRESET';

/**
 * Whether a failure had to be: its own backend was ended, after the client's first byte had gone to it and not long before
 * the client saw it. One of whose bytes none had gone could have been given another backend, if there was one.
 */
function isExplained(visit, history, { faults, backends, noticeMs, slackMs }) {
  const own = history?.backends.at(-1);
  if (own === undefined || visit.failure === 'timeout') return false;
  const { sentAt } = visit;
  const isCause = ({ deadly, backend, from, until }) =>
    deadly &&
    backend === own &&
    from <= visit.endedAt + slackMs &&
    until + LATE_MS >= visit.endedAt &&
    until + slackMs >= Math.max(history.openedAt, sentAt ?? 0);
  if (!faults.some(isCause)) return false;
  const isUntouched = sentAt === undefined || (history.bytesIn === 0 && history.bytesOut === 0);
  const moment = Math.min(history.closedAt ?? Infinity, visit.endedAt);
  return (
    !isUntouched ||
    backends.every((name) => name === own || isGone(name, moment, { faults, noticeMs, slackMs }))
  );
}

/** Whether the balancer can have known of nobody there at that moment. */
function isGone(name, moment, { faults, noticeMs, slackMs }) {
  return faults.some(
    ({ deadly, backend, from, backAt }) =>
      deadly && backend === name && from - slackMs <= moment && moment <= (backAt ?? Infinity) + noticeMs,
  );
}

function inWords(visit, history) {
  const { kind, client, begunAt, endedAt, sentAt, failure, wrong, answeredBy } = visit;
  const told = history && {
    ...{
      backends: history.backends.join(' → '),
      opened: clock(history.openedAt),
      closed: clock(history.closedAt),
    },
    ...{ end: history.end, bytesIn: history.bytesIn, bytesOut: history.bytesOut },
  };
  return `${kind} ${client}: ${JSON.stringify({ failure, wrong, answeredBy, begun: clock(begunAt), sent: clock(sentAt), ended: clock(endedAt), told: told ?? null })}`;
}

const clock = (/** @type {number | undefined} */ at) =>
  at === undefined ? undefined : new Date(at).toISOString().slice(11, -1);
