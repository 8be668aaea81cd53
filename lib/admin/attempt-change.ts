import { LbsimError } from '../errors.js';
import { invalidBody } from './json-body.js';

/**
 * A change that a body asks for.
 *
 * @param keys - of the body, one of which is wrong if it fails
 * @throws ApiProblem `invalid`, with that key, for an error of kind `usage`
 */
export function attemptChange<T>(keys: readonly string[], operation: () => T): T {
  try {
    return operation();
  } catch (error) {
    if (!(error instanceof LbsimError && error.kind === 'usage') || error.code === 'ERR_STATE') throw error;
    const key = keys.find((name) => error.message.includes(name)) ?? keys[0] ?? '';
    throw invalidBody(`/${key}`, error.message, error.code);
  }
}
