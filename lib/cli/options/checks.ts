import { CHECK_NAMES, namesFor } from '../../check/checks/index.js';
import { didYouMean } from './did-you-mean.js';
import { badValue } from './option.js';

/** Names of checks, or the beginnings that several share, comma-separated. */
export function checkNames(text: string): readonly string[] {
  return text.split(',').flatMap((word) => {
    const names = namesFor(word.trim());
    if (names.length === 0)
      throw badValue(word, 'is not a check', `${CHECK_NAMES.join(', ')}${didYouMean(word, CHECK_NAMES)}`);
    return names;
  });
}
