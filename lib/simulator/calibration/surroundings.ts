import { recordedEntries } from '../../recording/recorded-entries.js';

/** What a recording says beside its connections. */
export interface Surroundings {
  /** Distinct keys of clients. */
  readonly keys: number;
  /** Requests of clients that have a key. */
  readonly keyed: number;
  /** How often somebody changed a backend, the algorithm or a limit while it ran. */
  readonly changes: number;
  /** How often a backend went down or came back. */
  readonly healthFlips: number;
}

const CHANGES = [
  ...(['admin', 'enabled', 'added', 'removed', 'weight', 'backup', 'limit'] as const),
  ...(['algorithm', 'ownAlgorithm', 'slowStart', 'sessionMap', 'stickyTtl'] as const),
];

/** @param name - of the recording, for the error @throws LbsimError `ERR_RECORDING` for a line that is not an entry */
export function surroundingsOf(text: string, name: string): Surroundings {
  const keys = new Set<string>();
  const health = new Map<number, boolean>();
  let [changes, picks, established, healthFlips] = [0, 0, 0, 0];
  const { entries } = recordedEntries(text, name);
  for (const { entry } of entries('route', 'established', 'healthy', ...CHANGES)) {
    switch (entry[0]) {
      case 'route':
        if (entry[2] === null) break;
        keys.add(entry[2]);
        picks++;
        break;
      case 'established':
        established++;
        break;
      case 'healthy': {
        const [, backend, healthy] = entry;
        // The first word about a backend is no change.
        if (health.has(backend) && health.get(backend) !== healthy) healthFlips++;
        health.set(backend, healthy);
        break;
      }
      default:
        changes++;
    }
  }
  // A client that a worker brought to the backend that it sticks to has no pick.
  const keyed = keys.size === 0 ? 0 : Math.max(picks, established);
  return { keys: keys.size, keyed, changes, healthFlips };
}
