import {
  Composer,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  Parser,
  type CST,
  type Document,
  type Scalar,
} from 'yaml';

const MAX_DEPTH = 64;
/** More than the longest timeline has; what aliases stand for counts each time. */
const MAX_VALUES = 1_000_000;
const MAX_REASON = 120;

/** Whether the value of this key is wanted as text, and so as it was written: `1.10`, `007`, `0x10`. */
export type IsText = (key: string) => boolean;

/**
 * The value of a YAML document; JSON is YAML too. Keys are text as written. Nesting, aliases and their expansion are
 * bounded, and found out before anything is expanded.
 *
 * @returns lists, plain objects and scalars; undefined for a document without content
 * @throws SyntaxError when it is not YAML, and Error when it cannot be used; the message, of one line, says what is wrong,
 *   see {@link yamlProblem}
 */
export function readYaml(text: string, isText: IsText): unknown {
  const composer = new Composer({ uniqueKeys: false, logLevel: 'error' });
  let document: Document | undefined;
  for (const next of composer.compose(tokensOf(text), true, text.length)) {
    if (document !== undefined) throw new Error('it has several documents');
    document = next;
  }
  const [error] = document?.errors ?? [];
  if (error !== undefined) throw new SyntaxError(error.message.split('\n')[0]?.slice(0, MAX_REASON));
  return new DocumentReader(isText).read(document?.contents ?? undefined);
}

/** What is wrong with a document and what to do, from what {@link readYaml} has thrown. */
export function yamlProblem(cause: unknown): string {
  const { message } = cause as Error;
  return cause instanceof SyntaxError
    ? `it is neither YAML nor JSON (${message}): fix the syntax`
    : `it cannot be used (${message}): change that`;
}

/** The composer calls itself for what is nested, so what is nested too deeply does not reach it. */
function* tokensOf(text: string): Generator<CST.Token> {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    if (parser.stack.length > 2 * MAX_DEPTH) throw tooDeep();
  }
  yield* parser.end();
}

/** What a node became, and how many values that are. */
interface Read {
  readonly value: unknown;
  readonly values: number;
  readonly depth: number;
}

class DocumentReader {
  readonly #isText: IsText;
  readonly #anchors = new Map<string, Read & { readonly scalar?: Scalar }>();
  /** Anchors of the collections that are being read. */
  readonly #open = new Set<string>();

  constructor(isText: IsText) {
    this.#isText = isText;
  }

  read(node: unknown): unknown {
    return this.#read(node, false).value;
  }

  #read(node: unknown, asText: boolean): Read {
    if (node === undefined || node === null) return { value: undefined, values: 1, depth: 0 };
    if (isAlias(node)) return this.#aliased(node.source, asText);
    if (isScalar(node)) {
      const read = { value: scalarValue(node, asText), values: 1, depth: 0 };
      if (node.anchor !== undefined) this.#anchors.set(node.anchor, { ...read, scalar: node });
      return read;
    }
    if (!isMap(node) && !isSeq(node)) throw new Error('it has neither lists nor keys');
    const { anchor } = node;
    if (anchor !== undefined) this.#open.add(anchor);
    const read = isMap(node) ? this.#map(node.items) : this.#list(node.items, asText);
    if (anchor !== undefined) {
      this.#open.delete(anchor);
      this.#anchors.set(anchor, read);
    }
    return read;
  }

  #aliased(name: string, asText: boolean): Read {
    if (this.#open.has(name)) throw new Error(`&${name} refers to itself`);
    const read = this.#anchors.get(name);
    if (read === undefined) throw new Error(`*${name} has no anchor before it`);
    return read.scalar === undefined ? read : { ...read, value: scalarValue(read.scalar, asText) };
  }

  #list(items: readonly unknown[], asText: boolean): Read {
    const list = items.map((item) => this.#read(item, asText));
    return collected(
      list.map(({ value }) => value),
      list,
    );
  }

  #map(items: readonly { readonly key: unknown; readonly value: unknown }[]): Read {
    const entries = new Map<string, Read>();
    for (const { key: keyNode, value } of items) {
      const key = this.#read(keyNode, true).value;
      if (typeof key !== 'string') throw new Error('a key is not a word');
      if (entries.has(key)) throw new Error(`key '${key.slice(0, MAX_REASON)}' is given twice`);
      entries.set(key, this.#read(value, this.#isText(key)));
    }
    const values = [...entries].map(([key, { value }]) => [key, value] as const);
    return collected(Object.fromEntries(values), [...entries.values()]);
  }
}

function collected(value: unknown, parts: readonly Read[]): Read {
  const values = parts.reduce((sum, part) => sum + part.values, 1);
  const depth = 1 + parts.reduce((most, part) => Math.max(most, part.depth), 0);
  if (values > MAX_VALUES) throw new Error(`it stands for more than ${MAX_VALUES} values`);
  if (depth > MAX_DEPTH) throw tooDeep();
  return { value, values, depth };
}

function scalarValue({ value, source }: Scalar, asText: boolean): unknown {
  return asText && typeof value !== 'string' && value !== null ? source : value;
}

function tooDeep(): Error {
  return new Error(`it is nested more than ${MAX_DEPTH} deep`);
}
