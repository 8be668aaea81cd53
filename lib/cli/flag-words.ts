import { optionError } from '../errors.js';
import type { OptionTable } from '../schema/option.js';

const FLAG_WORDS = ['on', 'off', 'yes', 'no', 'true', 'false'];
/** Those of the parser itself take no value. */
const BARE = /^--(?!help$|version$)[^=]+$/;
const GIVEN = /^--([^=]+)(?:=(.*))?$/s;

/** With `--reroute off` as `--reroute=off`, as the parser takes the words of a flag for something else. */
export function withFlagWords(argv: readonly string[]): string[] {
  const options = optionsOf(argv);
  return argv.reduce<string[]>((written, word, index) => {
    const before = written.at(-1);
    const isValue = index < options.length && before !== undefined && BARE.test(before);
    if (isValue && FLAG_WORDS.includes(word.toLowerCase())) written[written.length - 1] = `${before}=${word}`;
    else written.push(word);
    return written;
  }, []);
}

/** What was given for flags, as it was written: the parser makes `false` of all but `true`. */
export function flagValues(table: OptionTable, argv: readonly string[]): Readonly<Record<string, string>> {
  const given = optionsOf(withFlagWords(argv)).map((word) => GIVEN.exec(word));
  return Object.fromEntries(
    given.flatMap((parts) => {
      const [, name = '', value = 'true'] = parts ?? [];
      return Object.hasOwn(table, name) && table[name]?.kind.flag === true ? [[name, value]] : [];
    }),
  );
}

/**
 * Refuses `--constructor` and its like, which the parser takes for something that it knows.
 *
 * @throws LbsimError of kind `usage`
 */
export function refusePrototypeNames(argv: readonly string[]): void {
  for (const word of optionsOf(argv)) {
    const name = /^--(?:no-)?([^=.]+)/.exec(word)?.[1] ?? '';
    if (name in Object.prototype) throw optionError(`unknown option --${name}: see 'lbsim --help'`);
  }
}

/** What stands before `--`, after which no word is an option. */
function optionsOf(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  return end < 0 ? argv : argv.slice(0, end);
}
