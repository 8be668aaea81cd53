import { FRESH_MS, LIFE_MS } from '../../lib/cluster/beat-times.js';
import { TIMEOUT_MS } from './labs.js';
import type { Snapshot, StoryPlayer, Visit } from './story.js';

/** What a history shows that must not be, in words; empty where all is well. */
export type Objections = string[];

/** How long a balancer may go on with what it knew, where answers of the store are lost: five in a row, with their timeouts. */
const UNTIL_GIVEN_UP_MS = 5 * 2 * FRESH_MS;

/** No client is refused, or waits for longer than the timeout, because of the store. */
export function waitsOf({ visits }: StoryPlayer): Objections {
  return visits.flatMap(({ balancer, client: { key, askedAt, placedAt, route, hadBackend } }: Visit) => {
    if (placedAt === undefined) return balancer.isDead ? [] : [`${key} at ${askedAt} was never placed`];
    if (placedAt - askedAt > TIMEOUT_MS) return [`${key} at ${askedAt} was placed at ${placedAt} only`];
    return route === undefined && hadBackend === true ? [`${key} at ${askedAt} was refused`] : [];
  });
}

/** A balancer knows no more connections of others than they had a short while ago, and never fewer than none. */
export function countsOf({ snapshots }: StoryPlayer, delayMs: number, loss: number): Objections {
  const window = LIFE_MS + FRESH_MS + 8 * delayMs + (loss > 0 ? UNTIL_GIVEN_UP_MS : 0);
  return snapshots.flatMap(({ at, remote }, index) => {
    const recent = recentOf(snapshots, index, at - window);
    return [...remote].flatMap(([balancer, known]) =>
      known.flatMap((count, backend) => {
        const others = new Set(recent.flatMap(({ own }) => [...own.keys()]));
        others.delete(balancer);
        const most = [...others].reduce(
          (sum, other) => sum + mostOf(recent, (each) => each.own.get(other)?.[backend]),
          0,
        );
        if (count >= 0 && count <= most) return [];
        return [`at ${at} a balancer knew ${count} of backend ${backend}, and there were ${most} at most`];
      }),
    );
  });
}

/** Those that live know exactly what the others have. */
export function finalCounts({ balancers, snapshots }: StoryPlayer): Objections {
  const last = snapshots.at(-1);
  return balancers.flatMap((balancer) =>
    (last?.remote.get(balancer) ?? []).flatMap((count, backend) => {
      const others = balancers.filter((other) => other !== balancer);
      const real = others.reduce((sum, other) => sum + (last?.own.get(other)?.[backend] ?? 0), 0);
      return count === real ? [] : [`a balancer knows ${count} of backend ${backend}, not ${real}`];
    }),
  );
}

/** What a balancer knows of a client may end that long after it has ended in the store: it may have been told late, where beats are lost. */
const LATE_MS = 5000;

/** Each client has one backend, at all balancers that know it and in the store. */
export function agreement({ balancers, lab, time }: StoryPlayer, keys: readonly string[]): Objections {
  const stored = lab.lab.lookUp(keys, time.now);
  return keys.flatMap((key, index) => {
    const here = balancers.flatMap(({ brain }) => brain.router.stickyBackendOf(key, time.now)?.name ?? []);
    const known = new Set([...here, ...(stored[index] === null ? [] : [stored[index]])]);
    return known.size <= 1 ? [] : [`${key} has ${here.join(', ')} and in the store ${String(stored[index])}`];
  });
}

/** The store has every client that a balancer knows. */
export function missing({ balancers, lab, time }: StoryPlayer): Objections {
  return balancers.flatMap(({ brain }, index) => {
    const sessions = [...brain.router.sessions(time.now)].filter(({ expiresInMs }) => expiresInMs > LATE_MS);
    const stored = lab.lab.lookUp(
      sessions.map(({ key }) => key),
      time.now,
    );
    return sessions.flatMap(({ key }, n) =>
      stored[n] === null ? [`the store does not have ${key}, which balancer ${index} knows`] : [],
    );
  });
}

/** The last word about each backend that was carried out is the same everywhere. */
export function differingWords({ balancers }: StoryPlayer, backends: readonly string[]): Objections {
  return backends.flatMap((backend) => {
    const last = balancers.map(({ words }) => words.filter(([, name]) => name === backend).at(-1)?.[2]);
    return new Set(last).size <= 1 ? [] : [`${backend} is set to ${last.map(String).join(', ')}`];
  });
}

/** Who knows the client still: balancers, and the store. */
export function knowing({ balancers, lab, time }: StoryPlayer, key: string): number {
  const here = balancers.filter(({ brain }) => brain.router.stickyBackendOf(key, time.now) !== undefined);
  return here.length + lab.lab.lookUp([key], time.now).filter((name) => name !== null).length;
}

function recentOf(snapshots: readonly Snapshot[], index: number, since: number): readonly Snapshot[] {
  let first = index;
  while (first > 0 && (snapshots[first - 1]?.at ?? 0) >= since) first--;
  return snapshots.slice(Math.max(0, first - 1), index + 1);
}

function mostOf(snapshots: readonly Snapshot[], count: (snapshot: Snapshot) => number | undefined): number {
  return snapshots.reduce((most, snapshot) => Math.max(most, count(snapshot) ?? 0), 0);
}
