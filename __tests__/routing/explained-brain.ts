import type { Backend } from '../../lib/routing/backend.js';
import { createBrain, type Brain } from '../../lib/routing/brain.js';
import { composeExplanation } from '../../lib/routing/compose-explanation.js';
import type { Explanation } from '../../lib/routing/explanation.js';
import type { Entry } from '../../lib/routing/journal.js';
import { seededRandom } from '../../lib/seeded-random.js';

const TTL_MS = 100;
export const NONE: ReadonlySet<Backend> = new Set();

interface Given {
  readonly algorithm?: string;
  readonly names?: readonly string[];
  readonly backups?: readonly string[];
  readonly slowStartMs?: number;
  readonly up?: boolean;
}

/** A brain over backends that are up, and its journal. */
export function brainOf(given: Given = {}): { brain: Brain; entries: Entry[]; b: (name: string) => Backend } {
  const { algorithm = 'least-connections', names = ['B1', 'B2', 'B3'], backups = [], up = true } = given;
  const entries: Entry[] = [];
  const brain = createBrain(
    {
      algorithm,
      ...(given.slowStartMs !== undefined && { slowStartMs: given.slowStartMs }),
      sessions: { max: 10, ttlMs: TTL_MS },
      backends: names.map((name, n) => ({ name, host: 'x', port: n + 1, backup: backups.includes(name) })),
    },
    { random: seededRandom(1), journal: (entry) => entries.push(entry) },
  );
  for (const backend of brain.pool.backends) if (up) brain.pool.observed(backend, true, 0);
  entries.length = 0;
  return { brain, entries, b: (name) => brain.pool.registry.named(name) };
}

/** What would decide now. */
export function explain({ pool, router }: Brain, key?: string, now = 0, tried = NONE): Explanation {
  return composeExplanation(router.explain(key, tried, now), pool);
}
