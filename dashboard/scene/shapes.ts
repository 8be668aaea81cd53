import type { Point } from './layout.js';

export const FONT = '12px system-ui, sans-serif';
export const BOLD = '600 13px system-ui, sans-serif';

/** A curve that leaves and arrives level. */
export function line(
  canvas: CanvasRenderingContext2D,
  from: Point,
  to: Point,
  width: number,
  colour: string,
): void {
  const middle = (from.x + to.x) / 2;
  canvas.strokeStyle = colour;
  canvas.lineWidth = width;
  canvas.beginPath();
  canvas.moveTo(from.x, from.y);
  canvas.bezierCurveTo(middle, from.y, middle, to.y, to.x, to.y);
  canvas.stroke();
}

/** A box with round corners, filled and with a border. */
export function box(
  canvas: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
  radius: number,
): void {
  canvas.beginPath();
  canvas.roundRect(x, y, width, height, radius);
  canvas.fill();
  canvas.stroke();
}

/** Slanted lines in a box. */
export function hatch(
  canvas: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
  colour: string,
): void {
  canvas.save();
  canvas.beginPath();
  canvas.roundRect(x, y, width, height, 8);
  canvas.clip();
  canvas.strokeStyle = colour;
  canvas.lineWidth = 2;
  canvas.beginPath();
  for (let left = x - height; left < x + width; left += 10) {
    canvas.moveTo(left, y + height);
    canvas.lineTo(left + height, y);
  }
  canvas.stroke();
  canvas.restore();
}

/** A full circle. */
export function circle(canvas: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  canvas.beginPath();
  canvas.arc(x, y, radius, 0, 2 * Math.PI);
  canvas.fill();
}

/** An empty one. */
export function ring(canvas: CanvasRenderingContext2D, { x, y }: Point, radius: number): void {
  canvas.lineWidth = 1.5;
  canvas.beginPath();
  canvas.arc(x, y, radius, 0, 2 * Math.PI);
  canvas.stroke();
}

/** What is left of a connection that was reset. */
export function cross(canvas: CanvasRenderingContext2D, { x, y }: Point, radius: number): void {
  canvas.lineWidth = 2.5;
  canvas.beginPath();
  canvas.moveTo(x - radius, y - radius);
  canvas.lineTo(x + radius, y + radius);
  canvas.moveTo(x + radius, y - radius);
  canvas.lineTo(x - radius, y + radius);
  canvas.stroke();
}

/** A line of words. */
export function text(
  canvas: CanvasRenderingContext2D,
  words: string,
  x: number,
  y: number,
  colour: string,
  align: CanvasTextAlign,
  font = FONT,
): void {
  canvas.font = font;
  canvas.fillStyle = colour;
  canvas.textAlign = align;
  canvas.fillText(words, x, y);
}

/** As much of the words as fits, by characters as people see them. */
export function shortened(
  canvas: CanvasRenderingContext2D,
  words: string,
  room: number,
  font: string,
): string {
  canvas.font = font;
  if (canvas.measureText(words).width <= room) return words;
  const characters = [...new Intl.Segmenter().segment(words)].map(({ segment }) => segment);
  while (characters.length > 1 && canvas.measureText(`${characters.join('')}…`).width > room)
    characters.pop();
  return `${characters.join('')}…`;
}

/** The width of words, in CSS pixels. */
export function measured(canvas: CanvasRenderingContext2D, words: string): number {
  canvas.font = FONT;
  return canvas.measureText(words).width;
}
