import { optionError } from '../../errors.js';
import type { Kind } from '../../schema/kind.js';
import { choice } from '../../schema/word.js';
import { DISCIPLINES, type Discipline } from '../../workload/discipline.js';

/** One of the disciplines, with an error of its own for what a program says. */
export const discipline: Kind<Discipline, ''> = {
  ...choice(DISCIPLINES),
  check(name, word) {
    if (!DISCIPLINES.includes(word))
      throw optionError(`${name} '${word}' is unknown: use one of ${DISCIPLINES.join(', ')}`);
  },
};
