import { FRESH_MS, LIFE_MS } from '../../lib/cluster/member.js';
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
  return snapshots.flatMap(({ at, own, remote }, index) => {
    const recent = recentOf(snapshots, index, at - window);
    return [...remote].flatMap(([balancer, known]) =>
      known.flatMap((count, backend) => {
        const others = [...own.keys()].filter((other) => other !== balancer);
        const most = others.reduce(
          (sum, other) => sum + mostOf(recent, (each) => each.own.get(other)?.[backend]),
          0,
        );
        if (balancer.isDead || (count >= 0 && count <= most)) return [];
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

/** Each client has one backend, at all balancers that know it and in the store. */
export function agreement({ balancers, lab, time }: StoryPlayer, keys: readonly string[]): Objections {
  const stored = lab.lab.lookUp(keys, time.now);
  return keys.flatMap((key, index) => {
    const here = balancers.flatMap(({ brain }) => brain.router.stickyBackendOf(key, time.now)?.name ?? []);
    const known = new Set([...here, ...(stored[index] === null ? [] : [stored[index]])]);
    return known.size <= 1 ? [] : [`${key} has ${here.join(', ')} and in the store ${String(stored[index])}`];
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
