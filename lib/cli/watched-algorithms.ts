import { loadFrom, sourceOf } from '../load-algorithm.js';
import type { AlgorithmSource, CustomAlgorithm } from '../schedulers/custom-algorithm.js';
import { algorithmError, type AlgorithmFailure } from '../schedulers/guarded.js';
import { uncaughtFailureOf } from '../uncaught-failure.js';
import { awaiting, claimUncaught, endProcess } from './uncaught.js';

let onFailure: ((failure: AlgorithmFailure) => void) | undefined;

/** Loads an algorithm of one's own. An error of it that nobody catches is its failure from now on, and no internal error. */
export async function loadWatched(file: string): Promise<CustomAlgorithm> {
  const source = sourceOf(file);
  claimUncaught((error) => claim(error, source));
  return awaiting(
    loadFrom(source),
    `algorithm '${file}' cannot be loaded (a top-level await in it never ends): fix it`,
  );
}

/** Has this done about an error of an algorithm that nobody caught. @default the command ends with status 1 */
export function onUncaughtFailure(handler: (failure: AlgorithmFailure) => void): void {
  onFailure = handler;
}

function claim(error: unknown, source: AlgorithmSource): boolean {
  const failure = uncaughtFailureOf(error, source);
  if (failure === undefined) return false;
  if (onFailure === undefined) endProcess(1, algorithmError({ label: `'${source.given}'` }, failure).message);
  onFailure(failure);
  return true;
}
