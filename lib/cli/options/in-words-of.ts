import { LbsimError } from '../../errors.js';
import { keyOf } from '../../schema/library.js';
import type { OptionTable } from '../../schema/option.js';

/**
 * An error of the library with its options as they were given: `--queue-timeout` for `queueTimeout`. A key that is a word
 * like any other, such as `load`, is one where a message begins with it, or says to give it.
 *
 * @param called - `--load` of `load`
 */
export function inWordsOf(
  table: OptionTable,
  error: LbsimError,
  called: (name: string) => string,
): LbsimError {
  if (error.code !== 'ERR_OPTION_INVALID') return error;
  const message = Object.entries(table).reduce((text, [name, option]) => {
    const key = keyOf(name, option);
    const place = key === name ? '(?<=^|give |without )' : '\\b';
    return text.replace(new RegExp(`${place}${key}(?![\\w-])`, 'g'), called(name));
  }, error.message);
  return new LbsimError(error.code, message, { kind: error.kind, cause: error.cause });
}
