import type { ExplainedPick } from '../state/model.js';

const SIZE = 132;
const MIDDLE = SIZE / 2;
const RADIUS = 46;
/** Hashes have 32 bits. */
const FULL = 2 ** 32;

/** The circle of those algorithms that hash, with the client's point on it, from noon clockwise. */
export function HashCircle({ hash, pick }: { readonly hash: string; readonly pick: ExplainedPick }) {
  const turn = Number(hash) / FULL;
  const angle = turn * 2 * Math.PI - Math.PI / 2;
  const x = MIDDLE + RADIUS * Math.cos(angle);
  const y = MIDDLE + RADIUS * Math.sin(angle);
  const degrees = `${(turn * 360).toFixed(1)}°`;
  return (
    <figure class="circle">
      <svg
        viewBox={`0 0 ${SIZE} ${SIZE}`}
        role="img"
        aria-label={`the client's hash ${hash} is at ${degrees} of the circle`}
      >
        <circle cx={MIDDLE} cy={MIDDLE} r={RADIUS} class="track" />
        <line x1={MIDDLE} y1={MIDDLE} x2={x} y2={y} class="hand" />
        <circle cx={x} cy={y} r={5} class="point" />
        <text x={MIDDLE} y={MIDDLE + 20} text-anchor="middle">
          {pick.backend ?? ''}
        </text>
      </svg>
      <figcaption>
        <bdi>{pick.key}</bdi> has the hash {hash}: {degrees} of the circle
      </figcaption>
    </figure>
  );
}
