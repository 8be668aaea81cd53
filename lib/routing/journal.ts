import type { SchedulerOptions } from '../schedulers/options.js';
import type { AdminState, Backend, BackendSpec } from './backend.js';

export const SESSION_CHANGES = ['pin', 'forget', 'clear'] as const;
export type SessionChange = (typeof SESSION_CHANGES)[number];

/** When a connection was opened, and its number: from 1 up, no two have the same. Recordings of before have neither. */
export type OpenedAt = readonly [now: number, connection: number] | readonly [];
/** When it closed, and whether it had been established. Recordings of before have nothing of it. */
export type ClosedAt = readonly [now: number, connection: number, established: boolean] | readonly [];

/**
 * All that the decision is told, and what it answers: for each name what comes with it. Fed the same in the same order, it
 * answers the same. Backends are named by their index; `now` is the time as it was passed, in milliseconds by any clock
 * that never runs back.
 *
 * What cannot change a decision is left out: an advance while no backend warms up, the sticky key of a client where nobody
 * sticks, and how long an answer took where the algorithm does not learn from it.
 */
export interface Entries {
  /** The monitor's word about a backend. */
  healthy: [backend: number, healthy: boolean];
  /** The operator's word about a backend, as version 1 has it: ready, or in maintenance. */
  enabled: [backend: number, enabled: boolean];
  /** The operator's word about a backend. */
  admin: [backend: number, admin: AdminState];
  /** A backend joins, in the next free slot; or is gone for good. */
  added: [backend: number, spec: BackendSpec];
  removed: [backend: number];
  /** The weight of a backend is another. */
  weight: [backend: number, weight: number];
  /** Connections that a backend may have at once, or each one, also those to come: null; any number: null. */
  limit: [backend: number | null, limit: number | null];
  /** Another algorithm decides from now on; its random picks have that seed. */
  algorithm: [name: string, options: SchedulerOptions, seed: number];
  /** The algorithm of one's own decides again: a new scheduler with that seed, or null: the one that there was. */
  ownAlgorithm: [options: SchedulerOptions, seed: number | null];
  /**
   * What the operator changes in SESSION_MAP: `pin` a client to a backend, `forget` a client, `clear` the clients of a backend
   * or, with null, all.
   */
  sessions: [now: number, change: SessionChange, key: string | null, backend: number | null];
  /** Another balancer knows the client: it sticks to that backend. */
  learned: [now: number, key: string, backend: number];
  /** Connections that other balancers have open to a backend, all together. */
  remote: [backend: number, connections: number];
  /** SESSION_MAP has these bounds from now on; null: no client sticks to a backend, and all are forgotten. */
  sessionMap: [now: number, bounds: { readonly max: number; readonly ttlMs: number } | null];
  /** Clients that stick to the first backend stick to the second. */
  heir: [now: number, from: number, to: number];
  /** A backend is a backup, or is not. */
  backup: [backend: number, backup: boolean];
  /** How long slow starts take from now on; 0: there are none. */
  slowStart: [durationMs: number];
  /** Idle life of entries of SESSION_MAP that are made, or whose clients leave, from now on. */
  stickyTtl: [ttlMs: number];
  /** A backend that was down is up again: its slow start begins. */
  back: [now: number, backend: number];
  /** Slow starts go on. */
  advance: [now: number];
  /** A client with this key, or null, that has tried these, is given that backend by that rule; nulls when there is none. */
  route: [
    now: number,
    key: string | null,
    tried: readonly number[],
    backend: number | null,
    why: string | null,
  ];
  /** A connection to the backend is being opened; it has closed. */
  opened: [backend: number, ...at: OpenedAt];
  closed: [backend: number, ...at: ClosedAt];
  /** A client's connection to the backend stands, after it has tried these; and is over. */
  established: [now: number, key: string, backend: number, tried: readonly number[]];
  released: [now: number, key: string, backend: number];
  /** The backend answered after that time. */
  answered: [now: number, backend: number, latencyMs: number];
}

/** One of them: its name, and what comes with it. All is JSON. */
export type Entry = { readonly [Name in keyof Entries]: readonly [Name, ...Entries[Name]] }[keyof Entries];

/** Is told of each, in order. It must not call back into what it is told by. */
export type Journal = (entry: Entry) => void;

/** The backends as entries name them. */
export function indicesOf(backends: ReadonlySet<Backend>): number[] {
  return backends.size === 0 ? [] : [...backends].map(({ index }) => index);
}
