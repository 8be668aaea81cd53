// What a program and its children have used so far, read from /proc: processor time and resident memory.
import { readFileSync, readdirSync } from 'node:fs';

/** /proc/PID/stat counts in ticks of 1/100 s, on every Linux that there is. */
const MS_PER_TICK = 10;

/** The text of a file in /proc, or undefined when its process or thread has gone. */
function proc(path) {
  try {
    return readFileSync(`/proc/${path}`, 'utf8');
  } catch {
    return undefined;
  }
}

/** The fields of a stat line from the third on; the second is a name that may hold spaces and brackets. */
function statFields(stat) {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** The process and all its descendants, itself first. */
export function processTree(pid) {
  const children = new Map();
  for (const entry of readdirSync('/proc')) {
    const stat = /^\d+$/.test(entry) ? proc(`${entry}/stat`) : undefined;
    if (stat === undefined) continue;
    const parent = Number(statFields(stat)[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  const tree = [pid];
  for (const member of tree) tree.push(...(children.get(member) ?? []));
  return tree;
}

/**
 * A reading of the processor time of a process tree, to be subtracted from a later one by {@link cpuBetween} or
 * {@link userShareBetween}.
 *
 * `threads` is exact to nanoseconds, but what a thread has used goes with it when it ends. `ticks` and its part
 * `userTicks` are rounded to 10 ms and lose nothing.
 */
export function cpuReading(pid) {
  const threads = new Map();
  let ticks = 0;
  let userTicks = 0;
  for (const member of processTree(pid)) {
    const stat = proc(`${member}/stat`);
    if (stat === undefined) continue;
    const fields = statFields(stat);
    userTicks += Number(fields[11]) * MS_PER_TICK;
    ticks += (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
    for (const thread of readdirSync(`/proc/${member}/task`)) {
      const nanoseconds = proc(`${member}/task/${thread}/schedstat`)?.split(' ')[0];
      if (nanoseconds !== undefined) threads.set(thread, Number(nanoseconds) / 1e6);
    }
  }
  return { threads, ticks, userTicks };
}

/** Milliseconds of processor time, user and system, between two readings. */
export function cpuBetween(before, after) {
  const exact = before.threads.size > 0 && [...before.threads.keys()].every((id) => after.threads.has(id));
  if (!exact) return after.ticks - before.ticks;
  let total = 0;
  for (const [id, ms] of after.threads) total += ms - (before.threads.get(id) ?? 0);
  return total;
}

/** The part of {@link cpuBetween} that was not the kernel's, from 0 to 1. */
export function userShareBetween(before, after) {
  const all = after.ticks - before.ticks;
  return all === 0 ? 0 : (after.userTicks - before.userTicks) / all;
}

/** Resident memory of a process tree, in KB of 1024 bytes. */
export function residentKb(pid) {
  let total = 0;
  for (const member of processTree(pid)) {
    total += Number(/^VmRSS:\s+(\d+) kB/m.exec(proc(`${member}/status`) ?? '')?.[1] ?? 0);
  }
  return total;
}

/** How many files this process and so its children may have open. */
export function openFilesLimit() {
  return Number(/^Max open files\s+\d+\s+(\d+)/m.exec(proc('self/limits'))?.[1] ?? 1024);
}

/** Waits until the tree has come to rest: less than 1 ms of work in 40 ms, for at most a second. */
export async function atRest(pid) {
  let before = cpuReading(pid);
  for (let attempt = 0; attempt < 25; attempt++) {
    await new Promise((resolve) => setTimeout(resolve, 40));
    const after = cpuReading(pid);
    if (cpuBetween(before, after) < 1) return after;
    before = after;
  }
  return before;
}
