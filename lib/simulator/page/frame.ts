/**
 * Plots are drawn twice, for wide screens and paper and for narrow ones, so that their text is never too small; the style sheet
 * shows one of them.
 */
export const SIZES = ['wide', 'narrow'] as const;
export type Size = (typeof SIZES)[number];

/** A plot's size and margins, in pixels. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

const WIDTHS: Readonly<Record<Size, number>> = { wide: 880, narrow: 360 };

/** Room for a label above the vertical axis, for its figures, and for a label below the horizontal one. */
const MARGINS = { top: 34, right: 18, bottom: 46, left: 58 };

/** Between two plots that stand beside each other, in pixels. */
const GAP = 16;

/** A frame as wide as the page. */
export function frameOf(size: Size, height: number, margins: Partial<typeof MARGINS> = {}): Frame {
  return { width: WIDTHS[size], height, ...MARGINS, ...margins };
}

/** Of a plot that stands beside another one, half as wide as the page; on narrow screens as wide as that. */
export function halfFrameOf(size: Size, height: number, margins: Partial<typeof MARGINS> = {}): Frame {
  const frame = frameOf(size, height, margins);
  return size === 'wide' ? { ...frame, width: (frame.width - GAP) / 2 } : frame;
}

/** From left to right. */
export function horizontal({ width, left, right }: Frame): readonly [number, number] {
  return [left, width - right];
}

/** From the bottom up. */
export function vertical({ height, top, bottom }: Frame): readonly [number, number] {
  return [height - bottom, top];
}
