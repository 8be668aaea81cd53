// Holds what the clients saw against what the balancer's log tells and what was done to the backends. It knows no clock and
// no socket: it is given records and returns what does not fit together.
import { storyFinder } from './stories.js';

/** By how much the clocks' readings of cause and effect may be apart on a busy machine, in milliseconds. */
export const SLACK_MS = 300;

/** How long after a backend's end a client may still read what was on its way before it sees that end, in milliseconds. */
export const LATE_MS = 5000;

/**
 * What befell a backend, as it was done.
 *
 * @typedef {object} Blow
 * @property {string} kind
 * @property {string} backend
 * @property {boolean} deadly - whether it ended the backend's connections; being stopped does not
 * @property {number} from - before the signal was sent; all times in milliseconds since 1970
 * @property {number} until - when the process had ended, or went on
 * @property {number | undefined} backAt - when it was in service again; undefined if it never was
 */

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
 * @property {boolean} [mayBeUnseen] - it has reset the connection before it can have been seen
 */

/** @typedef {import('./stories.js').Story} Story */

/**
 * @param {object} evidence
 * @param {readonly Visit[]} evidence.visits
 * @param {readonly Story[]} evidence.stories
 * @param {readonly Blow[]} evidence.blows
 * @param {readonly string[]} evidence.backends - all names
 * @param {number} evidence.noticeMs - within which the balancer sees that a backend is back
 */
export function judge({ visits, stories, blows, backends, noticeMs }) {
  const storyOf = storyFinder(stories);
  const verdict = { matched: 0, failed: 0, wrongBytes: [], wrongBackend: [], untold: [], unexplained: [] };
  for (const visit of visits) {
    const story = visit.client === undefined ? undefined : storyOf(visit);
    if (wasResetAtOnce(visit) && backends.every((name) => isGone(name, visit.endedAt, blows, noticeMs))) {
      verdict.failed++;
      continue;
    }
    if (story !== undefined) verdict.matched++;
    else if (visit.mayBeUnseen !== true) verdict.untold.push(inWords(visit, story));
    if (visit.wrong !== undefined) verdict.wrongBytes.push(inWords(visit, story));
    if (visit.answeredBy.some((name) => name !== story?.backends.at(-1)))
      verdict.wrongBackend.push(inWords(visit, story));
    if (visit.failure === undefined) continue;
    verdict.failed++;
    if (!isExplained(visit, story, { blows, backends, noticeMs }))
      verdict.unexplained.push(inWords(visit, story));
  }
  return verdict;
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
function isExplained(visit, story, { blows, backends, noticeMs }) {
  const own = story?.backends.at(-1);
  if (own === undefined || visit.failure === 'timeout') return false;
  const { sentAt } = visit;
  const isCause = ({ deadly, backend, from, until }) =>
    deadly &&
    backend === own &&
    from <= visit.endedAt + SLACK_MS &&
    until + LATE_MS >= visit.endedAt &&
    until + SLACK_MS >= Math.max(story.openedAt, sentAt ?? 0);
  if (!blows.some(isCause)) return false;
  const isUntouched = sentAt === undefined || (story.bytesIn === 0 && story.bytesOut === 0);
  const moment = Math.min(story.closedAt ?? Infinity, visit.endedAt);
  return !isUntouched || backends.every((name) => name === own || isGone(name, moment, blows, noticeMs));
}

/** Whether the balancer can have known of nobody there at that moment. */
function isGone(name, moment, blows, noticeMs) {
  return blows.some(
    ({ deadly, backend, from, backAt }) =>
      deadly && backend === name && from - SLACK_MS <= moment && moment <= (backAt ?? Infinity) + noticeMs,
  );
}

function inWords(visit, story) {
  const { kind, client, begunAt, endedAt, sentAt, failure, wrong, answeredBy } = visit;
  const told = story && {
    ...{ backends: story.backends.join(' → '), opened: clock(story.openedAt), closed: clock(story.closedAt) },
    ...{ end: story.end, bytesIn: story.bytesIn, bytesOut: story.bytesOut },
  };
  return `${kind} ${client}: ${JSON.stringify({ failure, wrong, answeredBy, begun: clock(begunAt), sent: clock(sentAt), ended: clock(endedAt), told: told ?? null })}`;
}

const clock = (/** @type {number | undefined} */ at) =>
  at === undefined ? undefined : new Date(at).toISOString().slice(11, -1);

/**
 * How long all of a group were down at once, at the longest, in milliseconds.
 *
 * @param {readonly Blow[]} blows
 * @param {readonly string[]} backends
 */
export function longestOutage(blows, backends) {
  const deadly = blows.filter(({ deadly, backend }) => deadly && backends.includes(backend));
  const isDown = (name, at) =>
    deadly.some(({ backend, from, backAt }) => backend === name && from <= at && at < (backAt ?? Infinity));
  const endOf = (at) => {
    const ends = deadly.map(({ backAt }) => backAt ?? Infinity).filter((end) => end > at);
    return ends.sort((a, b) => a - b).find((end) => !backends.every((name) => isDown(name, end))) ?? Infinity;
  };
  const outages = deadly.filter(({ from }) => backends.every((name) => isDown(name, from)));
  return Math.max(0, ...outages.map(({ from }) => endOf(from) - from));
}
