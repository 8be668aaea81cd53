/** A block of a stream of server-sent events: all between two empty lines. */
export interface EventBlock {
  /** `message` where none is given. */
  readonly event: string;
  readonly data: string;
  readonly id: string | undefined;
}

/**
 * Reads a block (WHATWG HTML, 9.2.6) as this API sends it: with one line of data. `retry` is left to the caller.
 *
 * @returns undefined for what only keeps the stream open
 */
export function eventBlock(text: string): EventBlock | undefined {
  const fields = new Map(
    text.split('\n').flatMap((line) => {
      const [, name, value = ''] = /^(\w+): ?(.*)$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, value] as const];
    }),
  );
  const data = fields.get('data');
  return data === undefined
    ? undefined
    : { event: fields.get('event') ?? 'message', data, id: fields.get('id') };
}
