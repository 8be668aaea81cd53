/** A piece of HTML or SVG: what is in it has been escaped where it had to be. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

/** What may stand in markup: pieces of it, lists of these, and text, which is escaped. Nothing is left out of undefined. */
export type Content = Markup | string | number | undefined | readonly Content[];

/** What is no text: control characters, most of which XML can't hold, not even as a reference; and halves of surrogate pairs. */
const UNPRINTABLE = /(?![\t\n\r])\p{Control}|[\ufffe\uffff]|\p{Surrogate}/gu;

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * A tag for templates that escapes all that is put in, unless it is {@link Markup} already. Right in text and in quoted
 * attributes, and nowhere else: not in the names of tags, in styles or in comments.
 *
 *     markup`<td title="${name}">${cells}</td>`
 */
export function markup(literals: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  const text = literals.map((literal, index) => literal + render(contents[index]));
  return new Markup(text.join(''));
}

function render(content: Content): string {
  if (content === undefined) return '';
  if (content instanceof Markup) return content.text;
  if (typeof content === 'object') return content.map(render).join('');
  return escapeText(String(content));
}

/** Text as it can stand in HTML and XML, in quoted attributes too. */
export function escapeText(text: string): string {
  return text.replace(UNPRINTABLE, '\ufffd').replace(/[&<>"']/g, (character) => REFERENCES[character] ?? '');
}
