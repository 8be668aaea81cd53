import { deflateRawSync } from 'node:zlib';
import type { Playback } from './playback.js';

/** Requests with fewer of which there is nothing to see. */
const FEWEST = 10;

/** Playbacks as they stand in a page, and how much of them that is. */
export interface EncodedPlaybacks {
  /** JSON, deflated without a header, in base64. */
  readonly text: string;
  readonly playbacks: readonly Playback[];
}

/**
 * Puts playbacks into a text for a page, with as many of their requests as there is room for.
 *
 * @param most - characters of the text
 * @returns undefined where there is room for none
 */
export function encodePlaybacks(playbacks: readonly Playback[], most: number): EncodedPlaybacks | undefined {
  for (let kept = playbacks; ; kept = kept.map(thinned)) {
    const text = deflateRawSync(JSON.stringify(kept), { level: 6 }).toString('base64');
    if (text.length <= most) return { text, playbacks: kept };
    if (kept.every(({ requests }) => requests.length < FEWEST)) return undefined;
  }
}

/** With every other request. */
function thinned(playback: Playback): Playback {
  const oneOf = 2 * playback.oneOf;
  return {
    ...playback,
    oneOf,
    requests: playback.requests.filter(([request]) => request % oneOf === 0),
    picks: playback.picks.filter(([, request]) => request % oneOf === 0),
  };
}
