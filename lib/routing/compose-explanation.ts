import type { ConsideredCandidate, HashPlace, OwnedPlace } from '../schedulers/scheduler.js';
import { MAX_CONSIDERED } from '../schedulers/explanation.js';
import { givenWeightOf } from '../schedulers/explanation-text.js';
import type { BackendPool } from './backend-pool.js';
import type { Backend } from './backend.js';
import type {
  ConsideredBackend,
  ExplainedHashPlace,
  ExplainedPlace,
  ExplainedSession,
  Explanation,
} from './explanation.js';
import { leftOutFor, leftOutText, saysLeftOut, type LeftOut } from './left-out.js';
import type { LookedUpSession, RouteExplanation } from './route-explanation.js';

/** A decision in plain JSON and in words, with the backends that were left out. O(n) where some were. */
export function composeExplanation(explained: RouteExplanation, pool: BackendPool): Explanation {
  const { key = null, route, session, scheduled } = explained;
  const left = route?.why === 'sticky' ? [] : leftOut(pool, explained.tried);
  return {
    key,
    backend: route?.backend?.name ?? null,
    why: route?.why ?? null,
    session: session === undefined ? null : sessionOf(session),
    considered: [
      ...considered(explained),
      ...left.map(([backend, why]) => ({ backend: backend.name, left: leftOutText(why, backend) })),
    ],
    ...(scheduled?.hash !== undefined && { hash: scheduled.hash }),
    ...(scheduled?.place !== undefined && { place: placeOf(scheduled.place) }),
    says: [...saysDecision(explained), ...saysLeft(left)].join(' '),
  };
}

function considered({ route, scheduled }: RouteExplanation): ConsideredBackend[] {
  const chosen = route?.backend;
  const members: readonly ConsideredCandidate<Backend>[] =
    scheduled?.considered ?? (chosen === undefined ? [] : [{ candidate: chosen }]);
  return members.map(({ candidate, ...looked }) => ({
    backend: candidate.name,
    open: candidate.openConnections,
    weight: givenWeightOf(candidate),
    ...looked,
    ...(candidate === chosen && { chosen: true }),
  }));
}

function placeOf({ next, before, ...where }: HashPlace<Backend>): ExplainedHashPlace {
  const explained = ({ candidate, at }: OwnedPlace<Backend>): ExplainedPlace => ({
    backend: candidate.name,
    at,
  });
  return { ...where, next: next.map(explained), before: before.map(explained) };
}

function sessionOf({ reason, entry }: LookedUpSession): ExplainedSession {
  if (entry === undefined) return { hit: false, reason };
  const { backend, connections, expiresInMs } = entry;
  return {
    hit: reason === undefined,
    ...(reason !== undefined && { reason }),
    backend: backend.name,
    connections,
    expiresInMs: expiresInMs === Infinity ? null : Math.max(0, Math.round(expiresInMs)),
  };
}

function saysDecision({ key, route, session, scheduled }: RouteExplanation): string[] {
  if (route?.why === 'sticky' && route.backend !== undefined) {
    const { name, isDraining } = route.backend;
    const drained = isDraining ? [`${name} is draining: only such clients may go there.`] : [];
    return [`${key} sticks to ${name}.`, ...drained];
  }
  return [
    ...(session === undefined ? [] : saysMissed(session)),
    scheduled?.says ?? 'No backend is available.',
  ];
}

function saysMissed({ entry, reason }: LookedUpSession): string[] {
  if (entry === undefined || reason === undefined) return [];
  const led = `The client's entry leads to ${entry.backend.name}`;
  if (reason === 'expired') return [`${led}, but has expired.`];
  return [`${led}, which is not available (${leftOutText(reason, entry.backend)}).`];
}

/** The first 10 backends that were left out, and why. */
function leftOut({ backends }: BackendPool, tried: ReadonlySet<Backend>): [Backend, LeftOut][] {
  const left: [Backend, LeftOut][] = [];
  for (const backend of backends) {
    const why = leftOutFor(backend, tried);
    if (why !== undefined && left.push([backend, why]) === MAX_CONSIDERED) break;
  }
  return left;
}

/** One sentence for each reason. */
function saysLeft(left: readonly (readonly [Backend, LeftOut])[]): string[] {
  const byReason = new Map<LeftOut, Backend[]>();
  for (const [backend, why] of left) byReason.set(why, [...(byReason.get(why) ?? []), backend]);
  return [...byReason].map(([why, backends]) => saysLeftOut(why, backends));
}
