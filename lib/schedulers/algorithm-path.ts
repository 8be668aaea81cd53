const MODULE = /\.[cm]?[jt]s$/i;

/** A path of a module that holds an algorithm, as TypeScript can tell it from a name: it has a slash, or ends as a module does. */
export type AlgorithmPath =
  `${string}/${string}` | `${string}.${'js' | 'mjs' | 'cjs' | 'ts' | 'mts' | 'cts'}`;

/** Whether an algorithm is given by the path of its module: no name of the scheduler table looks like one. */
export function isAlgorithmPath(text: string): text is AlgorithmPath {
  return /[/\\]/.test(text) || MODULE.test(text);
}
