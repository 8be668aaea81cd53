// How late a balancer records that a client or a backend has reset.

/** Within which it notices a reset, also of a peer that it does not read from. */
export const NOTICE_RESET_MS = 2000;

/** By how much more it may be late on any machine, in milliseconds. */
const SLACK_MS = 1000;

/** Resets of peers that it reads from are recorded at once, so the slowest of them shows how slow the machine is. */
const MOST_SLOWNESS_MS = 5000;

/**
 * @typedef {object} Reset
 * @property {string} client - `address:port`
 * @property {'client' | 'backend'} side - which of the two reset
 * @property {boolean} stalled - whether back-pressure kept the balancer from reading
 * @property {number} resetAt
 * @property {number | undefined} closedAt - when the balancer recorded the end; undefined if it never did
 * @property {string | undefined} end
 */

/**
 * @param {readonly Reset[]} resets - all times by the balancer's clock
 * @returns {{ late: string[], slowestMs: number, limitMs: number, stalled: number }} those that were recorded too late or
 *   not at all; `slowestMs` is of those that were stalled
 */
export function lateResets(resets) {
  const latenessOf = ({ resetAt, closedAt = Infinity }) => Math.max(0, closedAt - resetAt);
  const slowestOf = (some) => Math.max(0, ...some.map(latenessOf));
  const stalled = resets.filter((reset) => reset.stalled);
  const slownessMs = slowestOf(resets.filter((reset) => !reset.stalled));
  const limitMs = NOTICE_RESET_MS + SLACK_MS + Math.min(slownessMs, MOST_SLOWNESS_MS);
  const late = resets
    .filter((reset) => latenessOf(reset) > limitMs)
    .map((reset) => `${reset.client} was recorded ${latenessOf(reset)} ms late: ${JSON.stringify(reset)}`);
  return { late, slowestMs: slowestOf(stalled), limitMs, stalled: stalled.length };
}

/**
 * Those whose record does not say that this side reset.
 *
 * @param {readonly Reset[]} resets
 * @returns {string[]}
 */
export const wronglyEnded = (resets) =>
  resets.filter(({ side, end }) => end !== `${side}_reset`).map((reset) => JSON.stringify(reset));

/** In words, for the reader. */
export const resetFigures = ({ slowestMs, limitMs, stalled }) =>
  `${stalled} stalled, ${Math.round(slowestMs)} ms at most, of ${Math.round(limitMs)} on this machine`;
