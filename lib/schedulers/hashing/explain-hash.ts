import { MAX_CONSIDERED } from '../explanation.js';
import { nameOf, namesOf, onlyCandidate } from '../explanation-text.js';
import type { Candidate, ConsideredCandidate, HashPlace, SchedulerExplanation } from '../scheduler.js';

const HASHES = 2 ** 32;
const HEX_DIGITS = 8;
/** Owners that a sentence names: the one of the key and the next ones. */
const NAMED_OWNERS = 3;

/** `0x1a2b3c4d`. */
export function hexOf(hash: number): string {
  return `0x${hash.toString(16).padStart(HEX_DIGITS, '0')}`;
}

/** Where a hash is on the circle, in degrees, to a tenth. */
export function degreesOf(hash: number): number {
  return Math.round((hash / HASHES) * 3600) / 10;
}

/** What a sentence calls the hash of a client. @param place - where it is: `37.2° of the circle` */
export function saysHash(key: string | undefined, hash: number, place: string): string {
  const whose = key === undefined ? 'A client without a key has the hash' : 'The key has the hash';
  return `${whose} ${hexOf(hash)} (${place})`;
}

/**
 * Why the first of these has a client: its slot is the first one from the client's hash on.
 *
 * @param considered - in the order in which a walk comes to them; the first 10
 * @param said - what {@link saysHash} returns
 * @param place - where the hash is
 */
export function explainWalk<C extends Candidate>(
  why: string,
  hash: number,
  considered: readonly ConsideredCandidate<C>[],
  said: string,
  place: HashPlace<C> | undefined,
): SchedulerExplanation<C> | undefined {
  const [first, ...others] = considered.map(({ candidate }) => candidate);
  if (first === undefined) return undefined;
  const next = others.slice(0, NAMED_OWNERS - 1);
  let says = onlyCandidate(first);
  if (next.length > 0)
    says = `${said}, which belongs to ${nameOf(first)}; next ${next.length === 1 ? 'comes' : 'come'} ${namesOf(next)}.`;
  return { candidate: first, why, considered, hash: hexOf(hash), ...(place && { place }), says };
}

/** The first 10 of a walk. */
export function firstOf<T>(walk: Iterable<T>, count: number): T[] {
  const first: T[] = [];
  const wanted = Math.min(MAX_CONSIDERED, count);
  if (wanted === 0) return first;
  for (const step of walk) if (first.push(step) === wanted) break;
  return first;
}
