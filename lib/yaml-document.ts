import {
  Composer,
  isMap,
  isSeq,
  Lexer,
  LineCounter,
  Parser,
  type CST,
  type Document,
  type Node,
  type Scalar,
} from 'yaml';
import {
  MAX_DEPTH,
  MAX_REASON,
  NodeReader,
  startOf,
  tooDeep,
  Unusable,
  type YamlError,
  type IsText,
} from './yaml-nodes.js';

/** Counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** What is wrong in a document, and where. */
export interface Problem extends Place {
  readonly message: string;
}

/** What {@link parseYaml} has read. */
export interface YamlDocument {
  /** Lists, plain objects and scalars; undefined for a document without content, or one that cannot be read. */
  readonly value: unknown;
  /** In their order: all that is wrong with the syntax, or else the keys that are given twice. */
  readonly problems: readonly Problem[];
  /** Of a key of the outermost map; with an index, of an item of its list. */
  readonly placeOf: (key: string, index?: number) => Place;
  /** Of what is there along a path of keys and indices; of the last part that there is. */
  readonly placeAlong: (path: readonly (string | number)[]) => Place;
}

/**
 * Reads a YAML document; JSON is YAML too. Keys are text as written. Nesting, aliases and their expansion are bounded, and
 * found out before anything is expanded.
 */
export function parseYaml(text: string, isText: IsText): YamlDocument {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (const { index } of text.matchAll(/\n/g)) lines.addNewLine(index + 1);
  const placeAt = (offset: number): Place => {
    const { line, col: column } = lines.linePos(offset);
    return { line, column };
  };
  const reader = new NodeReader(isText);
  const found: YamlError[] = reader.twice;
  let contents: unknown;
  let value: unknown;
  try {
    const document = compose(text);
    contents = document?.contents ?? undefined;
    for (const { pos, message } of document?.errors ?? [])
      found.push({ offset: pos[0], message: notYaml(message) });
    if (found.length === 0) value = reader.read(contents);
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    found.push(error);
  }
  return {
    value,
    problems: found.map(({ offset, message }) => ({ ...placeAt(offset), message })),
    placeOf: (key, index) => placeAt(offsetOf(contents, key, index)),
    placeAlong: (path) => placeAt(startOf(nodeAlong(contents, path))),
  };
}

/**
 * The value of a YAML document, as {@link parseYaml} reads it.
 *
 * @throws SyntaxError whose message, of one line, says where, what is wrong and what to do
 */
export function readYaml(text: string, isText: IsText): unknown {
  const { value, problems } = parseYaml(text, isText);
  const [problem] = problems;
  if (problem === undefined) return value;
  throw new SyntaxError(`line ${problem.line}, column ${problem.column}: ${problem.message}`);
}

function compose(text: string): Document | undefined {
  const composer = new Composer({ uniqueKeys: false, logLevel: 'error' });
  let document: Document | undefined;
  for (const next of composer.compose(tokensOf(text), true, text.length)) {
    if (document !== undefined)
      throw new Unusable('a second document begins here: write one document', next.range[0]);
    document = next;
  }
  return document;
}

/** @param reason - of the parser */
function notYaml(reason: string): string {
  const [line = ''] = reason.split('\n');
  const words = line.charAt(0).toLowerCase() + line.slice(1, MAX_REASON);
  return `it is neither YAML nor JSON (${words}): fix the syntax`;
}

function offsetOf(contents: unknown, key: string, index?: number): number {
  if (!isMap<Scalar, Node | null>(contents)) return 0;
  const pair = contents.items.find(({ key: each }) => (each.source ?? String(each.value)) === key);
  const item = index !== undefined && isSeq<Node>(pair?.value) ? pair.value.items[index] : undefined;
  return startOf(item ?? pair?.key);
}

function nodeAlong(contents: unknown, path: readonly (string | number)[]): unknown {
  let node = contents;
  for (const step of path) {
    const next = isMap(node) || isSeq(node) ? node.get(step, true) : undefined;
    if (next === undefined) break;
    node = next;
  }
  return node;
}

/** The composer calls itself for what is nested, so what is nested too deeply does not reach it. */
function* tokensOf(text: string): Generator<CST.Token> {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    if (parser.stack.length > 2 * MAX_DEPTH) throw tooDeep(parser.offset);
  }
  yield* parser.end();
}
