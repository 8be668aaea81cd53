import { isMap, isSeq, LineCounter, parseDocument, type Node, type Scalar } from 'yaml';

/** Counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Where things stand in a YAML document that `readYaml` has found to be bounded; JSON is YAML too. */
export class YamlPlaces {
  /** What is wrong with the syntax, and where. */
  readonly errors: readonly (Place & { readonly message: string })[];
  readonly #lines = new LineCounter();
  readonly #keys = new Map<string, { readonly key: Node; readonly value: Node | null }>();

  constructor(text: string) {
    const document = parseDocument(text, {
      lineCounter: this.#lines,
      prettyErrors: false,
      logLevel: 'error',
    });
    this.errors = document.errors.map(({ pos: [offset], message }) => ({ ...this.#place(offset), message }));
    if (!isMap<Scalar, Node | null>(document.contents)) return;
    for (const { key, value } of document.contents.items)
      this.#keys.set(String(key.source ?? key.value), { key, value });
  }

  /** Of a key of the outermost map; with an index, of an item of its list. */
  of(key: string, index?: number): Place {
    const pair = this.#keys.get(key);
    const item = index !== undefined && isSeq<Node>(pair?.value) ? pair.value.items[index] : undefined;
    return this.#place((item ?? pair?.key)?.range?.[0] ?? 0);
  }

  #place(offset: number): Place {
    const { line, col } = this.#lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }
}
