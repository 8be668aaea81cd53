import type { Backend } from '../routing/backend.js';
import type { ConnectionContext } from './connection-context.js';

/**
 * Tells that the backend has answered, and how long it took. It lives as long as the connection, and holds nothing of the search.
 *
 * @param since - when the connection was begun, by `performance.now()`
 */
export function onAnswer(
  { dispatcher, loads, options }: ConnectionContext,
  backend: Backend,
  since: number,
): () => void {
  const countsAnswers = options.observe === 'traffic';
  return () => {
    const latencyMs = performance.now() - since;
    loads.answered(backend, latencyMs);
    if (countsAnswers) dispatcher.succeeded(backend);
    if (dispatcher.learns) dispatcher.answered(backend, latencyMs);
  };
}
