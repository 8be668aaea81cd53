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

/** Bytes that have passed each way on a connection to a backend. */
interface Passed {
  readonly bytesIn: number;
  readonly bytesOut: number;
}

/**
 * Tells how long a client waited that had sent something and leaves without an answer: algorithms that learn from answers would
 * learn nothing from a backend that is slower than its clients wait.
 *
 * @param sinceMs - when the connection stood, by the balancer's clock
 */
export function reportUnanswered(
  { dispatcher, now }: ConnectionContext,
  backend: Backend,
  { bytesIn, bytesOut }: Passed,
  sinceMs: number,
): void {
  if (dispatcher.learns && bytesIn > 0 && bytesOut === 0) dispatcher.unanswered(backend, now() - sinceMs);
}
