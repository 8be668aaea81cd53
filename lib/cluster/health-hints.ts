import type { BackendPool } from '../routing/backend-pool.js';
import type { Backend } from '../routing/backend.js';
import type { HealthWord, LabMember } from './shared-store.js';

/**
 * Health is each balancer's own. Another's word is a hint: where it is new, and says something else than this one has found, the
 * backend is probed at once.
 */
export class HealthHints {
  readonly #pool: BackendPool;
  readonly #probeNow: (backend: Backend) => void;
  /** What each member has said last. */
  #said = new Map<string, LabMember['health']>();

  constructor(pool: BackendPool, probeNow: (backend: Backend) => void) {
    this.#pool = pool;
    this.#probeNow = probeNow;
  }

  heed(others: readonly LabMember[]): void {
    const before = this.#said;
    this.#said = new Map(others.map(({ id, health }) => [id, health]));
    for (const backend of this.#pool.backends) {
      const here = healthWordOf(backend);
      if (here === undefined) continue;
      const contradicts = ({ id, health }: LabMember): boolean => {
        const word = wordOf(health, backend.name);
        return word !== undefined && word !== here && word !== wordOf(before.get(id), backend.name);
      };
      if (others.some(contradicts)) this.#probeNow(backend);
    }
  }
}

/** What this balancer has found; undefined where it has not looked yet, or does not look. */
export function healthWordOf({ observed, healthy, admin }: Backend): HealthWord | undefined {
  if (!observed || admin === 'maint') return undefined;
  return healthy ? 'up' : 'down';
}

function wordOf(health: LabMember['health'] | undefined, name: string): HealthWord | undefined {
  return health !== undefined && Object.hasOwn(health, name) ? health[name] : undefined;
}
