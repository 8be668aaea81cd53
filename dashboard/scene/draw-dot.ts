import { BOUNCE_MS, FADE_MS, FALL_MS, TRAVEL_MS, type Dot } from './dots.js';
import type { Frame } from './frame.js';
import { onWay, type Point } from './layout.js';
import { colourIndex } from './palette.js';
import { circle, cross, ring } from './shapes.js';

/** The radius of the smallest. */
const DOT = 4;
/** The shares of its way after which a dot comes to the balancer, and leaves it. */
const AT_DOOR = 0.35;
const AT_EXIT = 0.5;

/** Draws one dot where it is now. */
export function drawDot(canvas: CanvasRenderingContext2D, frame: Frame, dot: Dot): void {
  const { layout, palette, view, now, isStill } = frame;
  const index = view.backends.findIndex(({ name }) => name === dot.backend);
  const target = index < 0 ? undefined : layout.backends[Math.min(index, layout.backends.length - 1)];
  const age = now - dot.since;
  const radius = DOT + dot.size - 1;
  canvas.fillStyle = index < 0 ? palette.bad : (palette.backends[colourIndex(index)] ?? palette.ink);
  canvas.strokeStyle = canvas.fillStyle;
  if (dot.stage === 'docked') return; // the backend shows how many it has
  if (isStill && (dot.stage === 'travels' || dot.stage === 'bounces')) return;
  if (dot.stage === 'refused') {
    const fallen = age / FALL_MS;
    canvas.globalAlpha = 1 - fallen;
    cross(
      canvas,
      { x: layout.balancer.x - layout.balancer.halfWidth - 8, y: layout.balancer.y + 40 * fallen ** 2 },
      radius,
    );
  } else if (target !== undefined) drawAtBackend(canvas, frame, dot, target, age, radius);
  if (dot.client === frame.marked) {
    const at = placeOfDot(frame, dot);
    canvas.strokeStyle = palette.ink;
    if (at !== undefined) ring(canvas, at, radius + 6);
  }
  canvas.globalAlpha = 1;
}

function drawAtBackend(
  canvas: CanvasRenderingContext2D,
  frame: Frame,
  dot: Dot,
  target: Point,
  age: number,
  radius: number,
): void {
  if (dot.stage === 'fades') {
    canvas.globalAlpha = 1 - age / FADE_MS;
    ring(canvas, { x: target.x + 4, y: target.y }, radius + (8 * age) / FADE_MS);
    return;
  }
  if (dot.stage === 'falls') {
    const fallen = age / FALL_MS;
    canvas.globalAlpha = 1 - fallen;
    cross(canvas, { x: target.x - 12 * fallen, y: target.y + 60 * fallen ** 2 }, radius + 1);
    return;
  }
  const at = placeOf(frame, dot, target, age);
  circle(canvas, at.x, at.y, radius);
  if (dot.sticky) ring(canvas, at, radius + 3);
}

/** Where a dot is that can be seen and has a backend. */
export function placeOfDot(frame: Frame, dot: Dot): Point | undefined {
  const { layout, view, now, isStill } = frame;
  const index = view.backends.findIndex(({ name }) => name === dot.backend);
  const target = index < 0 ? undefined : layout.backends[Math.min(index, layout.backends.length - 1)];
  if (target === undefined || dot.stage === 'docked' || dot.stage === 'refused') return undefined;
  if (dot.stage === 'fades' || dot.stage === 'falls') return target;
  return isStill ? undefined : placeOf(frame, dot, target, now - dot.since);
}

/** Where a dot is on its way: to the balancer, on to its backend, and by way of one that it bounces off. */
function placeOf({ layout, view }: Frame, dot: Dot, target: Point, age: number): Point {
  const { balancer, clients } = layout;
  const lane = dot.lane * 5;
  const door = { x: balancer.x - balancer.halfWidth, y: balancer.y + lane };
  const exit = { x: balancer.x + balancer.halfWidth, y: balancer.y + lane };
  const end = { x: target.x, y: target.y + lane };
  if (dot.stage === 'bounces') {
    const from = view.backends.findIndex(({ name }) => name === dot.from);
    const wall = layout.backends[Math.min(from, layout.backends.length - 1)] ?? end;
    if (age < TRAVEL_MS) return onWay(exit, wall, age / TRAVEL_MS);
    return onWay(wall, exit, Math.min(1, (age - TRAVEL_MS) / BOUNCE_MS));
  }
  const share = Math.min(1, age / TRAVEL_MS);
  if (dot.from !== null) return onWay(exit, end, share);
  if (share < AT_DOOR) return onWay({ x: clients.x, y: clients.y + lane * 3 }, door, share / AT_DOOR);
  if (share < AT_EXIT) return onWay(door, exit, (share - AT_DOOR) / (AT_EXIT - AT_DOOR));
  return onWay(exit, end, (share - AT_EXIT) / (1 - AT_EXIT));
}
