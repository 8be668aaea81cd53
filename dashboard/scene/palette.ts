/** The colours of the page that a canvas draws with. */
export interface Palette {
  readonly ground: string;
  readonly raised: string;
  readonly ink: string;
  readonly muted: string;
  readonly rule: string;
  readonly bad: string;
  /** Of backends, in their order; the last is used again for those beyond. */
  readonly backends: readonly string[];
}

/** Backends that have a colour of their own; those beyond share the last. */
export const BACKEND_COLOURS = 8;

/** Reads them from the page as an element of it looks now. */
export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const colour = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    ground: colour('ground'),
    raised: colour('raised'),
    ink: colour('ink'),
    muted: colour('muted'),
    rule: colour('rule'),
    bad: colour('bad'),
    backends: Array.from({ length: BACKEND_COLOURS }, (_, index) => colour(`backend-${index}`)),
  };
}

/** The colour of a backend, as a number of the palette. */
export function colourIndex(index: number): number {
  return index < BACKEND_COLOURS ? index : BACKEND_COLOURS - 1;
}
