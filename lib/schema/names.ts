import { didYouMean } from '../did-you-mean.js';
import { namesFor, wordsFor } from '../names.js';
import { badValue, type Kind } from './kind.js';
import { list } from './list.js';

/** Some of these names, or the beginnings that several share, comma-separated. @param what - what they name: `a check` */
export function someOf(what: string, names: readonly string[]): Kind<readonly string[], ''> {
  const read = (word: string): readonly string[] => {
    const meant = namesFor(word, names);
    if (meant.length === 0)
      throw badValue(word, `is not ${what}`, `${names.join(', ')}${didYouMean(word, wordsFor(names))}`);
    return meant;
  };
  return list(`names of ${what.replace(/^an? /, '')}s`, read, { words: names });
}
