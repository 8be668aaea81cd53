import { optionError } from '../../errors.js';
import { VERB_OPTIONS } from '../ctl/option-table.js';
import { VERB_NAMES } from '../ctl/verbs.js';
import type { TopData } from './data.js';

const OPTION = /^--([a-z-]+)(?:=(.*))?$/s;

/** The words of a line; a part in quotes is one. */
export function lineWords(line: string): readonly string[] {
  const words = line.match(/"[^"]*"|'[^']*'|\S+/g) ?? [];
  const plain = words.map((word) => (/^(["']).*\1$/s.test(word) ? word.slice(1, -1) : word));
  return plain[0] === 'ctl' ? plain.slice(1) : plain;
}

/** Words and options apart. */
export interface CommandLine {
  readonly words: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
}

/** @throws LbsimError of kind `usage` for an option that there is not, or that has no value */
export function parseCommandLine(all: readonly string[]): CommandLine {
  const words: string[] = [];
  const options: Record<string, unknown> = {};
  const rest = [...all];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const [, name, given] = OPTION.exec(word) ?? [];
    if (name === undefined) {
      words.push(word);
      continue;
    }
    const option = Object.entries(VERB_OPTIONS).find(([each]) => each === name)?.[1];
    if (option === undefined)
      throw optionError(
        `unknown option --${name}: use one of ${Object.keys(VERB_OPTIONS)
          .map((each) => `--${each}`)
          .join(', ')}`,
      );
    const value = given ?? (option.kind.flag === true ? 'true' : rest.shift());
    if (value === undefined) throw optionError(`--${name} needs a value`);
    options[name] = value;
  }
  return { words, options };
}

/** Words that the last word of a line can become: words of `ctl`, then names of backends, and options. */
export function lineCompletions(line: string, { balancer }: TopData): readonly string[] {
  const before = line.replace(/\S*$/, '').trim();
  const word = line.slice(line.length - (/\S*$/.exec(line)?.[0].length ?? 0));
  const backends = balancer?.backends.map(({ name }) => name) ?? [];
  const options = Object.keys(VERB_OPTIONS).map((name) => `--${name}`);
  const known = before === '' ? VERB_NAMES : word.startsWith('-') ? options : backends;
  return known.filter((each) => each.startsWith(word));
}
