import type { BackendPool } from '../routing/backend-pool.js';
import type { LabMember } from './shared-store.js';

/** Tells the brain how many connections the other balancers have: the sum of what each says of itself. */
export class RemoteCounts {
  readonly #pool: BackendPool;

  constructor(pool: BackendPool) {
    this.#pool = pool;
  }

  /** @param others - all that live now @returns whether a count is another */
  tell(others: readonly LabMember[]): boolean {
    let isNews = false;
    for (const backend of this.#pool.backends) {
      const { name } = backend;
      const connections = others.reduce((sum, { open }) => sum + openAt(open, name), 0);
      if (connections === backend.remoteConnections) continue;
      this.#pool.setRemote(backend, connections);
      isNews = true;
    }
    return isNews;
  }
}

/** Others may be of another version, or not of lbsim at all. */
export function openAt(open: Readonly<Record<string, unknown>>, name: string): number {
  const count = Object.hasOwn(open, name) ? open[name] : 0;
  return typeof count === 'number' && Number.isSafeInteger(count) && count > 0 ? count : 0;
}
