import {
  isMap,
  isScalar,
  isSeq,
  type CST,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';

/** From an offset in a text up to another one. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export type Collection = YAMLMap<Node, Node | null> | YAMLSeq<Node>;

/** A node without the comment and the line end behind it. */
export function extentOf(node: Node | undefined, text: string): Range {
  const [start = 0, end = 0] = node?.range ?? [];
  const last = isCollection(node) && isBlock(node) ? lastNodes(node).at(-1) : undefined;
  if (last !== undefined) return { start, end: extentOf(last, text).end };
  return { start, end: isScalar(node) ? start + text.slice(start, end).trimEnd().length : end };
}

export function isCollection(node: unknown): node is Collection {
  return isMap(node) || isSeq(node);
}

/** Whether it is written with lines of its own for each item, not in brackets. */
export function isBlock(collection: Collection): boolean {
  return collection.flow !== true;
}

/** The nodes that its items end with. */
export function lastNodes(collection: Collection): readonly Node[] {
  return isMap(collection) ? collection.items.map(({ key, value }) => value ?? key) : collection.items;
}

/** The whole lines that a range is on, with the end of the last one. */
export function wholeLines({ start, end }: Range, text: string): Range {
  const lineEnd = text.indexOf('\n', end);
  return { start: lineStart(start, text), end: lineEnd < 0 ? text.length : lineEnd + 1 };
}

function lineStart(offset: number, text: string): number {
  const start = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  return text.startsWith('\uFEFF', start) ? start + 1 : start;
}

/** Characters before an offset on its line. */
export function columnOf(offset: number, text: string): number {
  return offset - lineStart(offset, text);
}

/** Where an item begins: at its key, its `-`, or itself. */
export function itemStart(collection: Collection, index: number): number {
  const dash = tokensBefore(collection, index).findLast(({ type }) => type === 'seq-item-ind');
  const node = isMap(collection) ? collection.items[index]?.key : collection.items[index];
  return dash?.offset ?? node?.range?.[0] ?? 0;
}

/** What stands between an item and the one before, or the bracket. */
export function tokensBefore(collection: Collection, index: number): readonly CST.SourceToken[] {
  const token = collection.srcToken as CST.FlowCollection | CST.BlockSequence | CST.BlockMap | undefined;
  return token?.items[index]?.start ?? [];
}

/** Where an item is in a collection; -1 if there is none. */
export function indexOf(collection: Collection, step: string | number): number {
  if (!isMap(collection)) return Number(step);
  return collection.items.findIndex(
    ({ key }: Pair<Node>) => isScalar(key) && (key.source ?? String(key.value)) === step,
  );
}

/** Where a line can be added at the end of a document. */
export function endOfContents(document: Document.Parsed, text: string): number {
  const [, , end] = document.range;
  return /^\.\.\.(?=\s|$)/m.exec(text.slice(0, end))?.index ?? end;
}
