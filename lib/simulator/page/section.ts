import { SIZES, type Size } from './frame.js';
import { markup, type Content, type Markup } from './markup.js';

/** A plot that can be drawn for any size. */
export type Drawing = (size: Size) => Markup;

/** One thing that the page shows. */
export interface SectionOptions {
  /** Of its own in the page. */
  readonly id: string;
  readonly heading: string;
  /** What is to be seen, and how it is to be read. */
  readonly reading: Content;
  readonly legend?: Markup;
  /** Each drawn for each size; those of a list stand beside each other where there is room. */
  readonly plots: readonly (Drawing | readonly Drawing[])[];
  /** What stands below the plots: their figures as a table. */
  readonly after?: Content;
}

export function section({ id, heading, reading, legend, plots, after }: SectionOptions): Markup {
  const drawn = plots.map((row) => {
    const drawings = [row].flat();
    return markup`<div class="plots">${drawings.map((draw) => SIZES.map(draw))}</div>\n`;
  });
  return markup`<section id="${id}" aria-labelledby="${id}-heading">
<h2 id="${id}-heading">${heading}</h2>
<p class="reading">${reading}</p>
${legend}
${drawn}${after}
</section>
`;
}
