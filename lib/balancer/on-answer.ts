import type { Observed } from '../health/observed.js';
import type { Dispatcher } from '../dispatch/dispatcher.js';
import type { Backend } from '../routing/backend.js';

/**
 * Tells that the backend has answered, and how long it took, counted from now. It lives as long as the socket, and holds
 * nothing of the search.
 *
 * @returns undefined when nobody wants to know
 */
export function onAnswer(
  dispatcher: Dispatcher,
  backend: Backend,
  observe: Observed,
): (() => void) | undefined {
  const { learns } = dispatcher;
  if (!learns && observe !== 'traffic') return undefined;
  const since = performance.now();
  return () => {
    if (observe === 'traffic') dispatcher.succeeded(backend);
    if (learns) dispatcher.answered(backend, performance.now() - since);
  };
}
