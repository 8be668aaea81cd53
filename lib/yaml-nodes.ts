import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Alias,
  type Node,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';

export const MAX_DEPTH = 64;
/** More than the longest timeline has; what aliases stand for counts each time. */
const MAX_VALUES = 1_000_000;
/** Characters of what a message quotes. */
export const MAX_REASON = 120;

/** Whether the value of this key is wanted as text, and so as it was written: `1.10`, `007`, `0x10`. */
export type IsText = (key: string) => boolean;

/** What is wrong, and the offset in the text where it is. */
export interface YamlError {
  readonly offset: number;
  readonly message: string;
}

/** Content that cannot be read, from this offset on. */
export class Unusable extends Error implements YamlError {
  readonly offset: number;

  constructor(message: string, offset = 0) {
    super(message);
    this.offset = offset;
  }
}

/** What a node became, and how many values that are. */
interface Read {
  readonly value: unknown;
  readonly values: number;
  readonly depth: number;
}

/** Makes values of the nodes of one document. */
export class NodeReader {
  /** Keys that are given a second time; the first one counts. */
  readonly twice: YamlError[] = [];
  readonly #isText: IsText;
  readonly #anchors = new Map<string, Read & { readonly scalar?: Scalar }>();
  /** Anchors of the collections that are being read. */
  readonly #open = new Set<string>();

  constructor(isText: IsText) {
    this.#isText = isText;
  }

  /** @throws Unusable */
  read(node: unknown): unknown {
    return this.#read(node, false).value;
  }

  #read(node: unknown, asText: boolean): Read {
    if (node === undefined || node === null) return { value: undefined, values: 1, depth: 0 };
    if (isAlias(node)) return this.#aliased(node, asText);
    if (isScalar(node)) {
      const read = { value: scalarValue(node, asText), values: 1, depth: 0 };
      if (node.anchor !== undefined) this.#anchors.set(node.anchor, { ...read, scalar: node });
      return read;
    }
    if (!isMap(node) && !isSeq(node))
      throw new Unusable('it has neither lists nor keys: write some', startOf(node));
    const { anchor } = node;
    if (anchor !== undefined) this.#open.add(anchor);
    const read = isMap(node) ? this.#map(node) : this.#list(node, asText);
    if (anchor !== undefined) {
      this.#open.delete(anchor);
      this.#anchors.set(anchor, read);
    }
    return read;
  }

  #aliased(alias: Alias, asText: boolean): Read {
    const { source: name } = alias;
    if (this.#open.has(name)) throw new Unusable(`&${name} refers to itself: leave it out`, startOf(alias));
    const read = this.#anchors.get(name);
    if (read === undefined)
      throw new Unusable(`*${name} has no anchor before it: write &${name} first`, startOf(alias));
    return read.scalar === undefined ? read : { ...read, value: scalarValue(read.scalar, asText) };
  }

  #list(node: YAMLSeq, asText: boolean): Read {
    const list = node.items.map((item) => this.#read(item, asText));
    const values = list.map(({ value }) => value);
    return collected(values, list, node);
  }

  #map(node: YAMLMap): Read {
    const entries = new Map<string, Read>();
    for (const { key: keyNode, value } of node.items) {
      const key = this.#read(keyNode, true).value;
      const offset = startOf(keyNode);
      if (typeof key !== 'string') throw new Unusable('a key is not a word: write one', offset);
      const read = this.#read(value, this.#isText(key));
      const message = `key '${key.slice(0, MAX_REASON)}' is given twice: leave one out`;
      if (entries.has(key)) this.twice.push({ offset, message });
      else entries.set(key, read);
    }
    const values = [...entries].map(([key, { value }]) => [key, value] as const);
    return collected(Object.fromEntries(values), [...entries.values()], node);
  }
}

function collected(value: unknown, parts: readonly Read[], node: unknown): Read {
  const values = parts.reduce((sum, part) => sum + part.values, 1);
  const depth = 1 + parts.reduce((most, part) => Math.max(most, part.depth), 0);
  if (values > MAX_VALUES)
    throw new Unusable(`it stands for more than ${MAX_VALUES} values: write fewer`, startOf(node));
  if (depth > MAX_DEPTH) throw tooDeep(startOf(node));
  return { value, values, depth };
}

function scalarValue({ value, source }: Scalar, asText: boolean): unknown {
  return asText && typeof value !== 'string' && value !== null ? source : value;
}

export function tooDeep(offset: number): Unusable {
  return new Unusable(`it is nested more than ${MAX_DEPTH} deep: write it flatter`, offset);
}

/** The offset of a node in the text. */
export function startOf(node: unknown): number {
  return (node as Node | null | undefined)?.range?.[0] ?? 0;
}
