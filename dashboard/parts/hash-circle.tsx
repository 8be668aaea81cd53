import type { ExplainedHashPlace } from '../state/model.js';

const SIZE = 132;
const MIDDLE = SIZE / 2;
const RADIUS = 46;
/** How far the points of backends reach to both sides of the circle. */
const TICK = 6;

interface Props {
  readonly place: ExplainedHashPlace;
  readonly hash: string;
  readonly classOf: (backend: string) => string;
}

/** The ring, from noon clockwise: the client's point on it, and those of backends around it. */
export function HashCircle({ place: { at, size, next, before }, hash, classOf }: Props) {
  const point = onCircle(at / size, RADIUS);
  return (
    <svg
      viewBox={`0 0 ${SIZE} ${SIZE}`}
      role="img"
      aria-label={`the client's hash ${hash} is at ${at}° of the circle`}
    >
      <circle cx={MIDDLE} cy={MIDDLE} r={RADIUS} class="track" />
      {[...before, ...next].map((owned, index) => {
        const from = onCircle(owned.at / size, RADIUS - TICK);
        const to = onCircle(owned.at / size, RADIUS + TICK);
        const ends = { x1: from.x, y1: from.y, x2: to.x, y2: to.y };
        return <line key={index} {...ends} class={`tick ${classOf(owned.backend)}`} />;
      })}
      <line x1={MIDDLE} y1={MIDDLE} x2={point.x} y2={point.y} class="hand" />
      <circle cx={point.x} cy={point.y} r={4} class="point" />
    </svg>
  );
}

function onCircle(turn: number, radius: number): { readonly x: number; readonly y: number } {
  const angle = turn * 2 * Math.PI - Math.PI / 2;
  return { x: MIDDLE + radius * Math.cos(angle), y: MIDDLE + radius * Math.sin(angle) };
}
