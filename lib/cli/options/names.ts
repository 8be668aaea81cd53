import { namesFor, wordsFor } from '../../names.js';
import { didYouMean } from '../../did-you-mean.js';
import { badValue } from './option.js';

/** Some of these names, or the beginnings that several share, comma-separated. @param what - what they name: `a check` */
export function someOf(what: string, names: readonly string[]): (text: string) => readonly string[] {
  return (text) =>
    text.split(',').flatMap((word) => {
      const meant = namesFor(word.trim(), names);
      if (meant.length === 0)
        throw badValue(word, `is not ${what}`, `${names.join(', ')}${didYouMean(word, wordsFor(names))}`);
      return meant;
    });
}
