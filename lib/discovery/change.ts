import { isIP } from 'node:net';
import type { TargetAnswer, IpFamily, Target } from './target.js';

/** How one set of backends becomes another. */
export interface Change {
  readonly removed: readonly Target[];
  readonly added: readonly Target[];
  /** As they are now; their names and addresses are what they were. */
  readonly reweighed: readonly Target[];
}

/**
 * What an answer changes of a set of backends; order does not matter. One with another address, or that is a backup now, is removed
 * and added. Of several with one name the first one counts.
 */
export function changeBetween(known: readonly Target[], { targets, unanswered = [] }: TargetAnswer): Change {
  const before = byName(known);
  const wanted = byName(targets);
  const kept = (target: Target): boolean =>
    !wanted.has(target.name) && unanswered.includes(isIP(target.host) as IpFamily);
  const isSame = (one: Target, other: Target | undefined): boolean =>
    one.host === other?.host && one.port === other.port && one.backup === other.backup;
  const all = [...wanted.values()];
  return {
    removed: [...before.values()].filter(
      (target) => !kept(target) && !isSame(target, wanted.get(target.name)),
    ),
    added: all.filter((target) => !isSame(target, before.get(target.name))),
    reweighed: all.filter((target) => {
      const previous = before.get(target.name);
      return isSame(target, previous) && target.weight !== previous?.weight;
    }),
  };
}

/** The set after the change. */
export function changed(known: readonly Target[], { removed, added, reweighed }: Change): readonly Target[] {
  const next = byName(known);
  for (const { name } of removed) next.delete(name);
  for (const target of [...added, ...reweighed]) next.set(target.name, target);
  return [...next.values()];
}

export function isNothing({ removed, added, reweighed }: Change): boolean {
  return removed.length + added.length + reweighed.length === 0;
}

function byName(targets: readonly Target[]): Map<string, Target> {
  const named = new Map<string, Target>();
  for (const target of targets) if (!named.has(target.name)) named.set(target.name, target);
  return named;
}
