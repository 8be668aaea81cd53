import { TRAVEL_MS, type Dot } from './dots.js';
import type { Frame } from './frame.js';
import { MAX_SHOWN, type Point } from './layout.js';
import { colourIndex } from './palette.js';

/** How far an arc swings above the way of all others, as a share of its length. */
const SWING = 0.16;

/** How brightly the arc to each backend is lit, from 0 to 1: by the client that sticks to it and came last. */
export function litArcs(dots: readonly Dot[], now: number): ReadonlyMap<string, number> {
  const lit = new Map<string, number>();
  for (const { sticky, stage, backend, since } of dots) {
    const light = 1 - (now - since) / TRAVEL_MS;
    if (!sticky || stage !== 'travels' || backend === null || light <= 0) continue;
    lit.set(backend, Math.max(light, lit.get(backend) ?? 0));
  }
  return lit;
}

/** Lights up the arcs from SESSION_MAP to the backends of the clients that come back. */
export function drawStickyArcs(canvas: CanvasRenderingContext2D, frame: Frame): void {
  const { layout, palette, view, dots, now } = frame;
  const { balancer } = layout;
  const start = { x: balancer.x + balancer.halfWidth, y: balancer.y - balancer.halfHeight + 58 };
  for (const [name, light] of litArcs(dots, now)) {
    const index = view.backends.slice(0, MAX_SHOWN).findIndex((backend) => backend.name === name);
    const end = layout.backends[index];
    if (end === undefined) continue;
    canvas.globalAlpha = 0.25 + 0.75 * light;
    canvas.strokeStyle = palette.backends[colourIndex(index)] ?? palette.ink;
    canvas.lineWidth = 3;
    arc(canvas, start, end);
    canvas.globalAlpha = 1;
  }
}

function arc(canvas: CanvasRenderingContext2D, start: Point, end: Point): void {
  const swing = SWING * Math.hypot(end.x - start.x, end.y - start.y);
  canvas.beginPath();
  canvas.moveTo(start.x, start.y);
  canvas.quadraticCurveTo((start.x + end.x) / 2, Math.min(start.y, end.y) - swing, end.x, end.y - 10);
  canvas.stroke();
}
