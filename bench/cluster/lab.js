// Balancers of one lab, and one that is alone.
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { adminSocketOf, asked } from '../asked.js';
import { startBalancer } from '../balancer.js';
import { visited, visitedThrough } from '../visitors.js';

/** The two that are compared, in the words of the figures. */
export const SETTINGS = [{ label: 'alone' }, { label: 'in a lab', isShared: true }];

/** Most entries of SESSION_MAP: none is evicted, and the room for them is not what is measured. */
const STICKY = ['--sticky-max', '250000'];
const PATIENCE_MS = 120_000;

/** Addresses of clients that come again; those above are new. */
export const KNOWN = 1000;
let newcomer = KNOWN;

/** @param store - undefined for a balancer that is alone */
export async function startMember(session, backends, store, id = 'bench') {
  const cluster = store === undefined ? [] : ['--cluster', store.url, '--cluster-id', id];
  const options = [...STICKY, ...cluster];
  const balancer = await startBalancer(session, session.columns[0], backends, { options });
  if (store !== undefined) await until('it joins its lab', () => hasJoined(balancer));
  return balancer;
}

/** Its admin API comes after the port on which it serves clients. */
async function hasJoined(balancer) {
  return existsSync(adminSocketOf(balancer.port)) && (await standing(balancer)).state === 'joined';
}

/** One of each of {@link SETTINGS}, by its label, warmed up by clients that are new and by those that come again. */
export async function startBoth(session, backends, store) {
  const balancers = new Map();
  for (const { label, isShared } of SETTINGS) {
    session.progress('warming up', label);
    const balancer = await startMember(session, backends, isShared ? store : undefined);
    await visited(session, balancer, { addresses: KNOWN, visits: KNOWN });
    await newcomers(session, balancer, { ms: session.warmUpSeconds * 1000 });
    balancers.set(label, balancer);
  }
  return balancers;
}

/** As `visitedThrough`, by clients none of which has been at any balancer. */
export async function newcomers(session, balancer, load) {
  const figures = await visitedThrough(session, balancer, { ...load, first: newcomer });
  newcomer += figures.connections;
  return figures;
}

/** What `GET /v1/cluster` answers. */
export async function standing({ port }) {
  const { status, text } = await asked(port, 'GET', '/v1/cluster');
  if (status !== 200) throw new Error(`GET /v1/cluster is answered by ${status}: ${text}`);
  return JSON.parse(text);
}

/** @returns how long it took until it holds, in milliseconds */
export async function until(what, holds) {
  const started = performance.now();
  while (!(await holds())) {
    if (performance.now() - started > PATIENCE_MS)
      throw new Error(`not so after ${PATIENCE_MS / 1000} s: ${what}`);
    await sleep(2);
  }
  return performance.now() - started;
}
