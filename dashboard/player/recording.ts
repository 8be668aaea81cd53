import { backendName } from '../../lib/simulator/backends/backend-name.js';
import type {
  PlayedCandidate,
  Playback,
  PlayedOwner,
  PlayedPick,
  PlayedPlace,
} from '../../lib/simulator/playback/playback.js';
import type { ConsideredBackend, ExplainedHashPlace, ExplainedPick } from '../state/model.js';

/** Reads what the page carries: JSON, deflated, in base64. */
export async function readPlaybacks(text: string): Promise<readonly Playback[]> {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const inflated = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return (await new Response(inflated).json()) as readonly Playback[];
}

/** What the dot of a request is known by. */
export function dotOf(request: number): string {
  return `request ${request + 1}`;
}

/** A pick as the panel shows it. @param id - its number, from 1 */
export function explainedPick(
  [at, request, key, backend, why, says, considered, unit, hash, place]: PlayedPick,
  id: number,
): ExplainedPick {
  return {
    ...{ id, at: String(at), client: dotOf(request), explained: true, key, why, says, session: null },
    backend: backend < 0 ? null : backendName(backend),
    considered: considered.map((each) => consideredBackend(each, unit)),
    ...(hash !== null && { hash }),
    ...(place !== null && { place: hashPlace(place) }),
  };
}

function hashPlace([unit, size, at, next, before]: PlayedPlace): ExplainedHashPlace {
  return { unit, size, at, next: next.map(ownedPlace), before: before.map(ownedPlace) };
}

function ownedPlace([backend, at]: PlayedOwner): ExplainedHashPlace['next'][number] {
  return { backend: backendName(backend), at };
}

function consideredBackend(candidate: PlayedCandidate, unit: string | null): ConsideredBackend {
  const backend = backendName(candidate[0]);
  if (candidate.length === 2) return { backend, left: candidate[1] };
  const [, open, weight, score, marks, bound] = candidate;
  return {
    ...{ backend, open, weight },
    ...(score !== null && { score }),
    ...(unit !== null && { unit }),
    ...(marks.includes('d') && { drawn: true }),
    ...(marks.includes('c') && { chosen: true }),
    ...(bound !== undefined && { bound }),
  };
}
