import { isAlias, parseDocument, visit, type Alias, type Document, type Node } from 'yaml';
import {
  columnOf,
  endOfContents,
  indexOf,
  isBlock,
  isCollection,
  itemStart,
  lastNodes,
  wholeLines,
  extentOf,
  tokensBefore,
  type Collection,
  type Range,
} from './places.js';
import { onLines, onOneLine, writtenOut, type Notation } from './rendering.js';

/** Keys of maps and indices of lists, from the outermost one. */
export type Path = readonly (string | number)[];

/** The text of a YAML or JSON document, in which values are changed one by one: all else stays byte for byte. */
export class ConfigText {
  readonly #style: Notation;
  readonly #lineEnd: string;
  #text: string;
  #document: Document.Parsed;

  /** @throws Error when it is not YAML; the first line of its message says why */
  constructor(text: string) {
    this.#style = { isJson: isJson(text) };
    this.#lineEnd = /\r?\n/.exec(text)?.[0] ?? '\n';
    this.#text = text;
    this.#document = parsed(text);
  }

  toString(): string {
    return this.#text;
  }

  /** Writes a value in the place of another one, or at the end of a map. */
  set(path: Path, value: unknown): void {
    this.#spellOut(path.slice(0, -1));
    const present = this.#nodeAt(path);
    if (present === undefined) {
      this.#add(path, value);
      return;
    }
    this.#freeAliasesOf(path);
    if (isCollection(present) && isBlock(present)) {
      this.#setLines(path, value);
      return;
    }
    const { start, end } = extentOf(present, this.#text);
    const space = this.#text[start - 1] === ':' ? ' ' : '';
    this.#splice({ start, end }, `${space}${onOneLine(value, this.#style, present)}`);
  }

  /** Adds an item at the end of a list. */
  append(path: Path, value: unknown): void {
    this.#spellOut(path);
    const list = this.#collectionAt(path);
    const item = onOneLine(value, this.#style);
    if (!isBlock(list)) {
      this.#addToFlow(list, item);
      return;
    }
    const column = columnOf(itemStart(list, list.items.length - 1), this.#text);
    this.#addLines(extentOf(list, this.#text).end, `${' '.repeat(column)}- ${item}`);
  }

  /** Takes out an entry of a map or an item of a list: where it has lines of its own, with the comments on them. */
  delete(path: Path): void {
    this.#spellOut(path.slice(0, -1));
    this.#freeAliasesOf(path);
    const collection = this.#collectionAt(path.slice(0, -1));
    if (isBlock(collection)) this.#splice(this.#linesAt(path), '');
    else this.#deleteFromFlow(collection, indexOf(collection, path.at(-1) ?? 0));
  }

  #add(path: Path, value: unknown): void {
    const map = this.#nodeAt(path.slice(0, -1));
    const entry = { [String(path.at(-1))]: value };
    if (!isCollection(map)) {
      this.#addLines(endOfContents(this.#document, this.#text), onLines(entry, '', this.#lineEnd));
    } else if (isBlock(map)) {
      const indent = ' '.repeat(columnOf(map.range?.[0] ?? 0, this.#text));
      const isOutermost = path.length === 1;
      const end = isOutermost ? endOfContents(this.#document, this.#text) : extentOf(map, this.#text).end;
      this.#addLines(end, onLines(entry, indent, this.#lineEnd));
    } else {
      this.#addToFlow(map, onOneLine(entry, this.#style).slice(1, -1));
    }
  }

  /** @param end - of what it comes after: it begins on the next line */
  #addLines(end: number, lines: string): void {
    const at = end === 0 ? 0 : wholeLines({ start: end - 1, end: end - 1 }, this.#text).end;
    const isLineOpen = columnOf(at, this.#text) > 0;
    this.#splice({ start: at, end: at }, `${isLineOpen ? this.#lineEnd : ''}${lines}${this.#lineEnd}`);
  }

  /** As far from the last item as that one is from the one before; behind a comment that the last one has on its line. */
  #addToFlow(collection: Collection, added: string): void {
    const index = collection.items.length - 1;
    const last = lastNodes(collection)[index];
    if (last === undefined) {
      const at = (collection.range?.[0] ?? 0) + 1;
      this.#splice({ start: at, end: at }, added);
      return;
    }
    const { end } = extentOf(last, this.#text);
    const comment = /^[ \t]+#[^\r\n]*/.exec(this.#text.slice(end))?.[0] ?? '';
    const isLine = comment !== '' || tokensBefore(collection, index).some(({ type }) => type === 'newline');
    const column = columnOf(itemStart(collection, index), this.#text);
    const isTight = index > 0 && this.#text[itemStart(collection, index) - 1] === ',';
    const between = isLine ? `${this.#lineEnd}${' '.repeat(column)}` : isTight ? '' : ' ';
    this.#splice({ start: end, end: end + comment.length }, `,${comment}${between}${added}`);
  }

  /** With the comma before it; the first one with all up to the next one. */
  #deleteFromFlow(collection: Collection, index: number): void {
    const { end } = extentOf(lastNodes(collection)[index], this.#text);
    const tokens = tokensBefore(collection, index);
    const comma = tokens.find(({ type }) => type === 'comma')?.offset;
    const comment = tokens.findLast(({ type }) => type === 'comment');
    if (comma === undefined) {
      const isOnly = collection.items.length === 1;
      const start = itemStart(collection, index);
      this.#splice({ start, end: isOnly ? end : itemStart(collection, index + 1) }, '');
      return;
    }
    const start = comment === undefined ? comma : comment.offset + comment.source.length;
    const kept = this.#text.slice(comma + 1, Math.max(start, comma + 1));
    this.#splice({ start: comma, end }, comment === undefined ? '' : kept);
  }

  /** In place of a list or a map that has lines of its own. */
  #setLines(path: Path, value: unknown): void {
    const range = this.#linesAt(path);
    const [parent, step] = [this.#collectionAt(path.slice(0, -1)), path.at(-1) ?? 0];
    const indent = ' '.repeat(columnOf(itemStart(parent, indexOf(parent, step)), this.#text));
    const lines =
      typeof step === 'number'
        ? `${indent}- ${onOneLine(value, this.#style)}`
        : onLines({ [step]: value }, indent, this.#lineEnd);
    this.#splice(range, `${lines}${this.#lineEnd}`);
  }

  /** Aliases on the way to what is changed are written out, so that what they stand for stays. */
  #spellOut(path: Path): void {
    for (const length of path.keys()) {
      const node = this.#nodeAt(path.slice(0, length + 1));
      if (isAlias(node)) this.#writeOut(node);
    }
  }

  /** What goes is written out where an alias stands for it. */
  #freeAliasesOf(path: Path): void {
    const { start, end } = extentOf(this.#nodeAt(path), this.#text);
    const anchors = new Set<string>();
    const aliases: Alias[] = [];
    visit(this.#document, {
      Value: (_key, { range, anchor }) => {
        const at = range?.[0] ?? 0;
        if (anchor !== undefined && at >= start && at <= end) anchors.add(anchor);
      },
      Alias: (_key, alias) => {
        if ((alias.range?.[0] ?? 0) > end && anchors.has(alias.source)) aliases.push(alias);
      },
    });
    for (const alias of aliases.toReversed()) this.#writeOut(alias);
  }

  #writeOut(alias: Alias): void {
    const node = alias.resolve(this.#document);
    if (node === undefined) return;
    this.#splice(extentOf(alias, this.#text), writtenOut(node, this.#document, this.#style));
  }

  #nodeAt(path: Path): Node | undefined {
    let node: Node | undefined = this.#document.contents ?? undefined;
    for (const step of path) {
      const whole: unknown = isAlias(node) ? node.resolve(this.#document) : node;
      node = isCollection(whole) ? lastNodes(whole)[indexOf(whole, step)] : undefined;
    }
    return node;
  }

  #collectionAt(path: Path): Collection {
    return this.#nodeAt(path) as Collection;
  }

  #linesAt(path: Path): Range {
    const parent = this.#collectionAt(path.slice(0, -1));
    const start = itemStart(parent, indexOf(parent, path.at(-1) ?? 0));
    return wholeLines({ start, end: extentOf(this.#nodeAt(path), this.#text).end }, this.#text);
  }

  #splice({ start, end }: Range, text: string): void {
    this.#text = `${this.#text.slice(0, start)}${text}${this.#text.slice(end)}`;
    this.#document = parsed(this.#text);
  }
}

function parsed(text: string): Document.Parsed {
  const document = parseDocument(text, { keepSourceTokens: true });
  const [error] = document.errors;
  if (error !== undefined) throw error;
  return document;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
