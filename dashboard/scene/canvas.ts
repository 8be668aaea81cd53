import { draw } from './draw.js';
import type { Frame } from './frame.js';
import { layoutOf } from './layout.js';
import { readPalette } from './palette.js';

/** What differs from frame to frame. */
export type Shown = Omit<Frame, 'layout' | 'palette'>;

/** Draws a frame as large as the canvas is on the page, sharp on every screen. @param zoom - how much larger things are @returns what was drawn */
export function paint(
  canvas: HTMLCanvasElement,
  context: CanvasRenderingContext2D,
  shown: Shown,
  zoom: number,
): Frame {
  const { width, height } = canvas.getBoundingClientRect();
  const scale = window.devicePixelRatio;
  if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
  }
  context.setTransform(scale * zoom, 0, 0, scale * zoom, 0, 0);
  const layout = layoutOf(shown.view.backends.length, width / zoom, height / zoom);
  const frame = { ...shown, layout, palette: readPalette(canvas) };
  draw(context, frame);
  return frame;
}
