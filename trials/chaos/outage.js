// How long a group was without a backend.

/**
 * How long all of a group were down at once, at the longest, in milliseconds.
 *
 * @param {readonly import('./checker.js').Fault[]} faults
 * @param {readonly string[]} backends
 */
export function longestOutage(faults, backends) {
  const deadly = faults.filter(({ deadly, backend }) => deadly && backends.includes(backend));
  const isDown = (name, at) =>
    deadly.some(({ backend, from, backAt }) => backend === name && from <= at && at < (backAt ?? Infinity));
  const endOf = (at) => {
    const ends = deadly.map(({ backAt }) => backAt ?? Infinity).filter((end) => end > at);
    return ends.sort((a, b) => a - b).find((end) => !backends.every((name) => isDown(name, end))) ?? Infinity;
  };
  const outages = deadly.filter(({ from }) => backends.every((name) => isDown(name, from)));
  return Math.max(0, ...outages.map(({ from }) => endOf(from) - from));
}
