import { pathToFileURL } from 'node:url';
import type { AlgorithmSource } from './schedulers/custom-algorithm.js';
import type { AlgorithmFailure } from './schedulers/guarded.js';
import { thrownText } from './schedulers/thrown-text.js';

/**
 * The failure of an algorithm of one's own behind an error that nobody caught: one of a timer that it started, or a promise
 * that it did not await. Known by its file in the error's stack. A value that is no error has none, and is never lbsim's own.
 *
 * @returns undefined when the error comes from elsewhere
 */
export function uncaughtFailureOf(thrown: unknown, { path }: AlgorithmSource): AlgorithmFailure | undefined {
  if (thrown instanceof Error && !isThrownIn(thrown, path)) return undefined;
  const reason = `a timer or an unawaited promise threw ${thrownText(thrown, path)}`;
  return { method: null, kind: 'uncaught', reason };
}

function isThrownIn({ stack = '' }: Error, path: string): boolean {
  const { href } = pathToFileURL(path);
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return frames.some((frame) => frame.includes(`${href}:`) || frame.includes(`${path}:`));
}
