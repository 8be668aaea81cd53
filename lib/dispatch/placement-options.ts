export interface PlacementOptions {
  /** Clients served at once: those that have a backend, and those that wait for one to be up. */
  readonly maxConnections: number;
  /** Clients that may wait for a place. */
  readonly queueMax: number;
  /** New connections a second and client address; 0 for no limit. */
  readonly rateLimit: number;
  /** Burst size. @default twice the limit, at least 1 */
  readonly rateBurst?: number;
}

/** Who is told. */
export interface PlacementEvents {
  /** All slots are taken; the number that waits for one. At most once a second. */
  full(queued: number): unknown;
  /** Places have run short, or are no longer. */
  crowdedChanged(crowded: boolean): void;
}
