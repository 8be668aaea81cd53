import { optionError } from '../errors.js';
import { isAlgorithmPath } from '../schedulers/algorithm-path.js';
import type { CustomAlgorithm } from '../schedulers/custom-algorithm.js';
import { knownAlgorithm, type Algorithm } from '../schedulers/index.js';
import { loadWatched } from './watched-algorithms.js';

/** The algorithm of that name, or what is in the file of that path. */
export async function chosenAlgorithm(word: string): Promise<Algorithm | CustomAlgorithm> {
  return isAlgorithmPath(word) ? loadWatched(word) : knownAlgorithm(word);
}

/**
 * As {@link chosenAlgorithm}, several that results are told apart by.
 *
 * @throws LbsimError of kind `usage` also when two of them have one name
 */
export async function chosenAlgorithms(
  words: readonly string[],
): Promise<readonly (Algorithm | CustomAlgorithm)[]> {
  const algorithms = await Promise.all(words.map(chosenAlgorithm));
  const names = algorithms.map((algorithm) => (typeof algorithm === 'string' ? algorithm : algorithm.name));
  const again = names.findIndex((name, index) => names.indexOf(name) < index);
  if (again < 0) return algorithms;
  const name = names[again] ?? '';
  throw optionError(
    `algorithms '${words[names.indexOf(name)]}' and '${words[again]}' are both called ${name}: give one of them another name`,
  );
}
