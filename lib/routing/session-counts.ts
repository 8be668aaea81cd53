/** Why an entry of SESSION_MAP is gone, or leads to another backend: `lru`, there was no room for it. */
export const SESSION_REMOVALS = ['lru', 'expired', 'moved', 'operator'] as const;
export type SessionRemoval = (typeof SESSION_REMOVALS)[number];

/** What a decision found in SESSION_MAP: the client's backend, or why there was none to be used. */
export const SESSION_LOOKUPS = ['hit', 'miss', 'expired', 'backend_down', 'backend_full'] as const;
export type SessionLookup = (typeof SESSION_LOOKUPS)[number];

/** How often each happened since the start. */
export interface SessionCounts {
  readonly lookups: Record<SessionLookup, number>;
  readonly removed: Record<SessionRemoval, number>;
}

export function noSessionCounts(): SessionCounts {
  return {
    lookups: { hit: 0, miss: 0, expired: 0, backend_down: 0, backend_full: 0 },
    removed: { lru: 0, expired: 0, moved: 0, operator: 0 },
  };
}
