import { isAlgorithmPath } from '../schedulers/algorithm-path.js';
import { algorithmHint, algorithmNamed, ALGORITHM_ALIASES, ALGORITHMS } from '../schedulers/index.js';
import { badValue, defineKind, type Kind } from '../schema/kind.js';
import { listSchema } from '../schema/list.js';
import { wordSchema } from '../schema/word.js';

/** What `--help` says of the value. */
export const ALGORITHMS_TEXT = `${ALGORITHMS.join(', ')}, or a file of your own such as ./mine.js`;

/** What `isAlgorithmPath` takes. */
const PATH_SCHEMA = { type: 'string', pattern: String.raw`[/\\]|\.[cm]?[jt]s$` };

/** The name of an algorithm, upper and lower case being the same, or for an alias the name that it stands for; or a path, as it is. */
export const algorithm: Kind<string, ''> = defineKind({
  type: 'algorithm',
  range: 'name of an algorithm, or file',
  words: ALGORITHMS,
  file: 'module',
  schema: { anyOf: [wordSchema([...ALGORITHMS, ...Object.keys(ALGORITHM_ALIASES)]), PATH_SCHEMA] },
  parse: (text) => algorithmOf(text, 'is not one of the choices'),
});

/** Algorithms, comma-separated, each once. */
export const algorithmList: Kind<readonly string[], ''> = defineKind({
  type: 'algorithms',
  range: 'names of algorithms, or files',
  joinedBy: ',',
  words: ALGORITHMS,
  file: 'module',
  schema: listSchema(),
  parse: (text) => {
    const words = text.split(',').map((word) => word.trim());
    const algorithms = words.map((word) => algorithmOf(word, 'is not an algorithm'));
    const twice = algorithms.findIndex((name, index) => algorithms.indexOf(name) < index);
    if (twice >= 0) throw badValue(words[twice] ?? '', 'is named twice', 'each algorithm once');
    return algorithms;
  },
});

function algorithmOf(text: string, wrong: string): string {
  if (isAlgorithmPath(text)) return text;
  const name = algorithmNamed(text.toLowerCase());
  if (name !== undefined) return name;
  throw badValue(text, wrong, `${ALGORITHMS.join(', ')}, or a file such as ./mine.js${algorithmHint(text)}`);
}
