import { drawBalancer } from './draw-balancer.js';
import { drawDot } from './draw-dot.js';
import type { Frame, SceneBackend } from './frame.js';
import { MAX_SHOWN, onWay, type Point } from './layout.js';
import { colourIndex } from './palette.js';
import { BOLD, box, circle, hatch, line, measured, shortened, text } from './shapes.js';
import { drawStickyArcs } from './sticky-arcs.js';

/** How a state's box looks, beside its word: no colour is needed to tell them apart. */
const DASHES: Readonly<Record<string, number[]>> = { down: [5, 4], probing: [2, 3], standby: [8, 3, 2, 3] };
const MAX_DOCKED = 30;
/** Between a rate and what is beside it. */
const LABEL_GAP = 4;
/** A box that is lower has one line, in which there is room for more than the state where it is so wide. */
const LOW = 44;
const WIDE = 160;

/** Draws a frame on a canvas whose unit is a CSS pixel. */
export function draw(canvas: CanvasRenderingContext2D, frame: Frame): void {
  const { layout, palette, view } = frame;
  canvas.clearRect(0, 0, layout.width, layout.height);
  canvas.textBaseline = 'middle';
  drawEdges(canvas, frame);
  drawStickyArcs(canvas, frame);
  drawClients(canvas, frame);
  drawBalancer(canvas, frame);
  view.backends.slice(0, MAX_SHOWN).forEach((backend, index) => drawBackend(canvas, frame, backend, index));
  if (view.backends.length > MAX_SHOWN)
    text(
      canvas,
      `and ${view.backends.length - MAX_SHOWN} more in the table`,
      layout.width - 16,
      layout.height - 8,
      palette.muted,
      'right',
    );
  for (const dot of frame.dots) drawDot(canvas, frame, dot);
}

function drawEdges(canvas: CanvasRenderingContext2D, { layout, palette, view, rateOf, per }: Frame): void {
  const { balancer, clients } = layout;
  const start = { x: balancer.x + balancer.halfWidth, y: balancer.y };
  const total = view.backends.reduce((sum, { name }) => sum + rateOf(name), 0);
  line(
    canvas,
    { x: clients.x + 8, y: clients.y },
    { x: balancer.x - balancer.halfWidth, y: balancer.y },
    widthOf(total),
    palette.rule,
  );
  view.backends.slice(0, MAX_SHOWN).forEach(({ name, effective }, index) => {
    const to = layout.backends[index];
    if (to === undefined) return;
    canvas.setLineDash(effective.active ? [] : [4, 5]);
    line(canvas, start, to, widthOf(rateOf(name)), palette.rule);
    canvas.setLineDash([]);
    const rate = rateOf(name);
    if (rate >= 0.5) drawRate(canvas, rate, { start, to, per, colour: palette.muted });
  });
}

/** A label beside an edge. */
interface RateLabel {
  readonly start: Point;
  readonly to: Point;
  /** What the rate is counted by; left out where there is no room for it. */
  readonly per: string;
  readonly colour: string;
}

/** Writes how many come, left of the backend that they come to. */
function drawRate(
  canvas: CanvasRenderingContext2D,
  rate: number,
  { start, to, per, colour }: RateLabel,
): void {
  const figure = rate < 10 ? rate.toFixed(1) : String(Math.round(rate));
  const words = measured(canvas, figure + per) <= to.x - start.x - 2 * LABEL_GAP ? figure + per : figure;
  const at = onWay(start, to, 0.72);
  const right = Math.min(at.x + measured(canvas, words) / 2, to.x - LABEL_GAP);
  text(canvas, words, right, at.y - 9, colour, 'right');
}

/** Wider by the logarithm: 1 a second is to be seen beside 500. */
function widthOf(rate: number): number {
  return 1 + Math.log2(1 + rate);
}

function drawClients(canvas: CanvasRenderingContext2D, { layout, palette }: Frame): void {
  const { x, y } = layout.clients;
  for (const offset of [-22, 0, 22]) {
    canvas.fillStyle = palette.raised;
    canvas.strokeStyle = palette.muted;
    canvas.lineWidth = 1.5;
    box(canvas, x - 14, y + offset - 8, 22, 16, 4);
  }
  text(canvas, 'clients', x - 3, y + 48, palette.muted, 'center');
}

function drawBackend(
  canvas: CanvasRenderingContext2D,
  { layout, palette }: Frame,
  backend: SceneBackend,
  index: number,
): void {
  const at = layout.backends[index];
  if (at === undefined) return;
  const { backendHeight: height, backendWidth: width } = layout;
  const top = at.y - height / 2;
  const { name, effective, load } = backend;
  const { state } = effective;
  const colour = palette.backends[colourIndex(index)] ?? palette.ink;
  canvas.fillStyle = state === 'drain' || state === 'draining' ? palette.ground : palette.raised;
  canvas.strokeStyle = state === 'down' ? palette.bad : colour;
  canvas.lineWidth = 2;
  canvas.setLineDash(DASHES[state] ?? []);
  box(canvas, at.x, top, width, height, 8);
  canvas.setLineDash([]);
  if (state === 'maint') hatch(canvas, at.x, top, width, height, palette.rule);
  if (load.max !== null) {
    canvas.fillStyle = colour;
    canvas.fillRect(at.x + 10, top + height - 6, (width - 20) * Math.min(1, load.open / load.max), 3);
  }
  const isLow = height < LOW;
  const first = isLow ? at.y : top + Math.min(16, height * 0.3);
  const words = isLow && width >= WIDE ? `${state}, ${load.open} open` : state;
  const room = width - 32 - measured(canvas, words);
  text(canvas, shortened(canvas, name, room, BOLD), at.x + 12, first, palette.ink, 'left', BOLD);
  text(canvas, words, at.x + width - 12, first, state === 'down' ? palette.bad : palette.muted, 'right');
  if (isLow) return;
  const docked = Math.min(MAX_DOCKED, load.open);
  const perRow = Math.max(1, Math.floor((width - 80) / 10));
  for (let dot = 0; dot < Math.min(docked, perRow * 2); dot += 1) {
    canvas.fillStyle = colour;
    circle(canvas, at.x + 15 + (dot % perRow) * 10, top + height * 0.58 + Math.floor(dot / perRow) * 10, 3.5);
  }
  text(canvas, `${load.open} open`, at.x + width - 12, top + height * 0.66, palette.muted, 'right');
}
