import type { Kind } from './kind.js';
import { defineKind } from './kind.js';

/** Words or objects that a config file has instead of a text with commas. */
export function listSchema(item: object = { type: ['string', 'number'] }): Readonly<Record<string, unknown>> {
  return { anyOf: [{ type: ['string', 'number'] }, { type: 'array', items: item }] };
}

/** Texts, comma-separated; may be given several times. @param read - one of them to values */
export function list<T>(
  range: string,
  read: (text: string) => T | readonly T[],
  rest: Partial<Kind<readonly T[]>> = {},
): Kind<readonly T[], ''> {
  return defineKind({
    type: 'strings',
    range,
    joinedBy: ',',
    schema: listSchema(),
    parse: (text) => text.split(',').flatMap((part) => read(part.trim())),
    show: (values) => values.map(String).join(','),
    ...rest,
    suffix: '',
  });
}

const TEXT = { type: ['string', 'number', 'boolean'] };

/** Lines of text, at least one. */
export const lines: Kind<readonly string[], ''> = defineKind({
  type: 'strings',
  range: 'text',
  joinedBy: '\n',
  schema: { anyOf: [TEXT, { type: 'array', items: TEXT }] },
  parse: (text) => text.split('\n'),
});
