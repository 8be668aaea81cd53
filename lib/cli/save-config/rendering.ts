import { Document, isScalar, Scalar, type Node } from 'yaml';

/** How values are written. */
export interface Notation {
  /** Whether keys and texts are in double quotes, as JSON has them. */
  readonly isJson: boolean;
}

/** A value on one line, maps and lists in brackets. @param before - in whose place it comes: a text stays in its quotes */
export function onOneLine(value: unknown, { isJson }: Notation, before?: Node): string {
  const type = isScalar(before) ? before.type : undefined;
  const isQuoted = type === Scalar.QUOTE_SINGLE || type === Scalar.QUOTE_DOUBLE;
  const usual = isQuoted ? type : Scalar.PLAIN;
  return new Document(value)
    .toString({
      defaultStringType: isJson ? Scalar.QUOTE_DOUBLE : usual,
      defaultKeyType: isJson ? Scalar.QUOTE_DOUBLE : Scalar.PLAIN,
      collectionStyle: 'flow',
      flowCollectionPadding: false,
      lineWidth: 0,
    })
    .trimEnd();
}

/** The lines of a map, without the end of the last one. */
export function onLines(map: object, indent: string, lineEnd: string): string {
  const lines = new Document(map).toString({ lineWidth: 0 }).trimEnd().split('\n');
  return lines.map((line) => `${indent}${line}`).join(lineEnd);
}

/** What an alias stands for, in its place. */
export function writtenOut(node: Node, document: Document, style: Notation): string {
  if (isScalar(node) && typeof node.value !== 'string' && node.source !== undefined) return node.source;
  return onOneLine(node.toJS(document), style);
}
