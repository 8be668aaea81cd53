import type { Frame } from './frame.js';
import { sessionsText } from './session-text.js';
import { BOLD, box, text } from './shapes.js';

/** Clients of the queue that are drawn. */
const MAX_QUEUE = 40;
/** From one square of the queue to the next, and how far its first row is above the lower edge. */
const SQUARE = 10;
const FIRST_ROW = 36;
/** The space of a row of words, and how far below the upper edge the queue ends. */
const ROW = 17;
const HEAD = 80;

/** Draws the balancer: its open connections, SESSION_MAP and the queue. */
export function drawBalancer(canvas: CanvasRenderingContext2D, frame: Frame): void {
  const { layout, palette, view, oneOf, unit } = frame;
  const { x, y, halfWidth, halfHeight } = layout.balancer;
  canvas.fillStyle = palette.raised;
  canvas.strokeStyle = palette.ink;
  canvas.lineWidth = 1.5;
  box(canvas, x - halfWidth, y - halfHeight, 2 * halfWidth, 2 * halfHeight, 8);
  const row = (number: number): number => y - halfHeight + 15 + number * ROW;
  text(canvas, 'balancer', x, row(0), palette.ink, 'center', BOLD);
  text(canvas, `${view.openConnections} open`, x, row(1), palette.muted, 'center');
  if (view.sessions != null) {
    text(canvas, 'SESSION_MAP', x, row(2), palette.ink, 'center');
    text(canvas, sessionsText(view.sessions), x, row(3), palette.muted, 'center');
  }
  drawQueue(canvas, frame);
  if (oneOf > 1) text(canvas, `1 dot = ${oneOf} ${unit}`, x, y + halfHeight + 14, palette.muted, 'center');
}

/** Clients that wait, in rows from below, above their number. */
function drawQueue(canvas: CanvasRenderingContext2D, { layout, palette, view }: Frame): void {
  const { x, y, halfWidth, halfHeight } = layout.balancer;
  const perRow = Math.max(4, Math.floor((2 * halfWidth - 16) / SQUARE));
  const rows = Math.max(1, Math.floor((2 * halfHeight - HEAD - FIRST_ROW) / SQUARE) + 1);
  const shown = Math.min(MAX_QUEUE, perRow * rows, view.waiting);
  canvas.fillStyle = palette.ink;
  for (let index = 0; index < shown; index += 1) {
    const left = x - halfWidth + 8 + (index % perRow) * SQUARE;
    canvas.fillRect(left, y + halfHeight - FIRST_ROW - Math.floor(index / perRow) * SQUARE, 7, 7);
  }
  const words = view.waiting === 0 ? 'no queue' : `${view.waiting} waiting`;
  text(canvas, words, x, y + halfHeight - 16, palette.muted, 'center');
}
