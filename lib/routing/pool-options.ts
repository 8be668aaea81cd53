import type { Backend } from './backend.js';
import type { Journal } from './journal.js';

export interface BackendPoolOptions {
  /** Connections that each backend may have at once. @default unlimited */
  readonly maxPerBackend?: number;
  /** How long a backend that came back takes until it takes its full share, in milliseconds. @default 0 */
  readonly slowStartMs?: number;
  /** Called when a backend joins or leaves ACTIVE_SERVERS, or when whether it keeps its sticky clients changes. */
  readonly activeChanged?: ((backend: Backend) => void) | undefined;
  /** Told of all that the pool is told. */
  readonly journal?: Journal | undefined;
}
