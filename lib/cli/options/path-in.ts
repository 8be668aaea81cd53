import { isAlgorithmPath } from '../../schedulers/algorithm-path.js';
import type { Kind } from '../../schema/kind.js';

/** The file that a word names for an option, as it is written; undefined where it names none. */
export function pathIn({ file, fileIn }: Kind<unknown>, word: string): string | undefined {
  if (file === undefined) return fileIn?.(word);
  return file === 'module' && !isAlgorithmPath(word) ? undefined : word;
}
