import { didYouMean } from '../did-you-mean.js';
import { optionError } from '../errors.js';
import { badValue, defineKind, type JsonSchema, type Kind } from './kind.js';

/** One of a few words; upper and lower case are the same. A near miss is answered with the nearest of them. */
export function choice<T extends string>(
  words: readonly T[],
  aliases: Readonly<Record<string, T>> = {},
): Kind<T, ''> {
  const known = new Map([
    ...Object.entries(aliases),
    ...words.map((word) => [word.toLowerCase(), word] as const),
  ]);
  return defineKind({
    type: 'string',
    range: words.join(', '),
    words,
    schema: wordSchema([...words, ...Object.keys(aliases)]),
    parse: (text) => {
      const found = known.get(text.toLowerCase());
      if (found === undefined)
        throw badValue(text, 'is not one of the choices', `${words.join(', ')}${didYouMean(text, words)}`);
      return found;
    },
    holds: (value) => words.includes(value),
    wanted: `one of ${words.join(', ')}`,
  });
}

/** Editors offer the words; any case will do. */
export function wordSchema(words: readonly string[]): JsonSchema {
  return { anyOf: [{ enum: words }, { type: 'string', pattern: `^(?:${words.map(anyCase).join('|')})$` }] };
}

/** A kind with a word for one of its values, such as `off`; upper and lower case are the same. */
export function withWord<T, Suffix extends string>(
  kind: Kind<T, Suffix>,
  word: string,
  value: T,
): Kind<T, Suffix> {
  return {
    ...kind,
    schema: { anyOf: [kind.schema, wordSchema([word])] },
    parse: (written) => (written.toLowerCase() === word ? value : kind.parse(written)),
    check: (name, given) => {
      if (given !== value) kind.check(name, given);
    },
  };
}

/** A pattern for a word in upper and lower case. */
export function anyCase(word: string): string {
  return word.replace(/[a-z]/gi, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`);
}

const YES = ['', 'true', 'yes', 'on', '1'];
const NO = ['false', 'no', 'off', '0'];

/** Off unless it is given, by itself or with a word such as `on`, `no` or `true`. */
export const flagKind: Kind<boolean, ''> = defineKind({
  type: 'boolean',
  range: 'on or off',
  flag: true,
  schema: { anyOf: [{ type: 'boolean' }, { enum: [0, 1] }, wordSchema(['', ...YES.slice(1), ...NO])] },
  parse: (text) => {
    if (YES.includes(text.toLowerCase())) return true;
    if (NO.includes(text.toLowerCase())) return false;
    throw badValue(text, 'is neither on nor off', 'on or off');
  },
  show: (value) => (value ? 'on' : 'off'),
});

/** Any text. */
export const text: Kind<string, ''> = defineKind({
  type: 'string',
  range: 'text',
  parse: (given) => given,
});

/** A path of a file; `-` is for commands that read standard input. */
export function filePath(file: 'read' | 'written'): Kind<string, ''> {
  const device = file === 'read' ? '/dev/stdin' : '/dev/stdout';
  const holds = (path: string): boolean => path !== '' && path !== '-';
  return {
    ...defineKind({
      type: 'string',
      range: 'file',
      file,
      schema: { type: ['string', 'number', 'boolean'], pattern: '^(?!-?$)' },
      parse: (path) => {
        if (!holds(path)) throw badValue(path, 'is not a file', `a path such as ./lbsim.txt, or ${device}`);
        return path;
      },
    }),
    check(name, path) {
      if (!holds(path))
        throw optionError(`${name} '${path}' is not a file: use one such as run.jsonl, or ${device}`);
    },
  };
}
