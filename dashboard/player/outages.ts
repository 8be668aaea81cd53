import type { Playback } from '../../lib/simulator/playback/playback.js';

/** When a backend was in another state than up. Times are in ticks. */
export interface Outage {
  readonly lane: string;
  readonly state: string;
  readonly from: number;
  readonly to: number;
}

/** All of a playback, by lane and time. */
export function outagesOf({ lanes, frames, end }: Playback): readonly Outage[] {
  return lanes.flatMap(({ name }, lane) => {
    const found: Outage[] = [];
    for (const [frame, state] of (frames.states[lane] ?? []).entries()) {
      const from = frame * frames.step;
      const to = Math.min(end, from + frames.step);
      const last = found.at(-1);
      if (state === 'up' || from >= end) continue;
      if (last?.state === state && last.to === from) found[found.length - 1] = { ...last, to };
      else found.push({ lane: name, state, from, to });
    }
    return found;
  });
}
