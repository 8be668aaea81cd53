import { CASE_NAMES, namesFor } from '../../simulator/validation/case-names.js';
import { didYouMean } from './did-you-mean.js';
import { badValue } from './option.js';

/** Names of validation's cases, or the beginnings that several share, comma-separated. */
export function caseNames(text: string): readonly string[] {
  return text.split(',').flatMap((word) => {
    const names = namesFor(word.trim());
    if (names.length === 0)
      throw badValue(word, 'is not a case', `${CASE_NAMES.join(', ')}${didYouMean(word, CASE_NAMES)}`);
    return names;
  });
}
