// What a program holds, and whether it has given back what it held: descriptors and memory, over its whole process tree.
import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from '../bench/statistics.js';
import { atRest, processTree, residentKb } from '../bench/usage.js';

/** Readings of which the median counts, and what lies between two, in milliseconds: 3 s in all. */
const READINGS = 15;
const BETWEEN_MS = 200;
/** What a balancer keeps for soon, such as pipes that nobody wants now, it gives back in less than that. */
const KEPT_MS = 3000;

/**
 * How many files a process tree has open.
 *
 * @param {number} pid
 * @returns {number}
 */
export function openFiles(pid) {
  return processTree(pid).reduce((total, member) => total + filesOf(member), 0);
}

function filesOf(pid) {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return 0; // it has ended
  }
}

/**
 * Medians of several readings while nobody asks anything of the program. Health checks come and go meanwhile; a median
 * does not see them.
 *
 * @param {{ pid: number, collect?: () => Promise<number> }} program - `collect` has it collect its garbage first and
 *   answers the KB of heap that are then in use
 * @returns {Promise<Holdings>}
 *
 * @typedef {object} Holdings
 * @property {number} files
 * @property {number} residentKb
 * @property {number} [heapKb] - JavaScript objects that are in use
 */
export async function holdings({ pid, collect }) {
  await atRest(pid);
  await sleep(KEPT_MS);
  const [files, resident, heap] = [[], [], []];
  for (let reading = 0; reading < READINGS; reading++) {
    if (collect !== undefined && reading % 3 === 0) heap.push(await collect());
    await sleep(BETWEEN_MS);
    files.push(openFiles(pid));
    resident.push(residentKb(pid));
  }
  const median = (values) => Math.round(quantile(values, 0.5));
  return {
    files: median(files),
    residentKb: median(resident),
    ...(heap.length > 0 && { heapKb: median(heap) }),
  };
}

/**
 * Whether as much is held as before, and no more.
 *
 * @param {Holdings} before
 * @param {Holdings} after
 * @param {number} memoryShare - by which resident memory may have grown
 */
export function compared(before, after, memoryShare) {
  const growth = after.residentKb / before.residentKb - 1;
  return {
    files: { holds: after.files === before.files, figures: `${before.files}, then ${after.files}` },
    memory: {
      holds: growth <= memoryShare,
      figures:
        `${megabytes(before.residentKb)}, then ${megabytes(after.residentKb)} (${signed(100 * growth)} %)` +
        (after.heapKb === undefined
          ? ''
          : `; in use of the heap ${megabytes(before.heapKb)}, then ${megabytes(after.heapKb)}`),
    },
  };
}

export const megabytes = (/** @type {number} */ kb) => `${(kb / 1024).toFixed(1)} MB`;

const signed = (value) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(1)}`;
