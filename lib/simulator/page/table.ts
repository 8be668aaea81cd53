import { markup, type Content, type Markup } from './markup.js';

/** A table: a row is its cells, of which the first `names` say what the row is about. */
export interface HtmlTableOptions {
  readonly caption: string;
  readonly head: readonly Content[];
  readonly rows: readonly (readonly Content[])[];
  /** @default 1 */
  readonly names?: number;
}

/** A table that scrolls by itself when the screen is too narrow for it; the style sheet shows that there is more. */
export function htmlTable({ caption, head, rows, names = 1 }: HtmlTableOptions): Markup {
  const heads = head.map(
    (cell, column) =>
      markup`<th scope="col"${column < names ? markup` class="name"` : undefined}>${cell}</th>`,
  );
  const body = rows.map(
    (row) =>
      markup`<tr>${row.map((cell, column) =>
        column < names ? markup`<th scope="row" class="name">${cell}</th>` : markup`<td>${cell}</td>`,
      )}</tr>\n`,
  );
  return markup`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table>
<caption><span>${caption}</span></caption>
<thead><tr>${heads}</tr></thead>
<tbody>${body}</tbody>
</table></div>`;
}

/** A table that is there for those who ask for it. */
export function foldedTable(summary: string, options: HtmlTableOptions): Markup {
  return markup`<details><summary>${summary}</summary>${htmlTable(options)}</details>`;
}
