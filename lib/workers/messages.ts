import type { Rejection } from '../dispatch/dispatcher.js';
import type { LoadDelta } from '../control/load-meters.js';
import type { ConnectionEvents } from '../control/events.js';
import type { ConnectionSelection } from '../control/live-connection.js';
import type { Directory } from '../balancer/directory.js';
import type { AcceptorOptions } from '../control/options.js';
import type { WaitFor } from '../dispatch/waiting-room.js';
import type { Address } from '../net/address.js';
import type { CloseHow } from '../net/close-socket.js';
import type { FailureKind } from '../failure.js';
import type { Sharing } from '../net/listener.js';
import type { Engine } from '../transport/engines.js';
import type { Backend, BackendSpec } from '../routing/backend.js';

/**
 * The messages of one direction: for each name what comes with it. On the wire a message is an array, its name first,
 * and messages travel in batches. Backends are named by their index; all is JSON.
 */
export type Table<Messages> = { readonly [Name in keyof Messages]: readonly unknown[] };

export type Message<Messages extends Table<Messages>> = {
  [Name in keyof Messages]: readonly [Name, ...Messages[Name]];
}[keyof Messages];

/** Sends one message. */
export type Tell<Messages extends Table<Messages>> = <Name extends keyof Messages>(
  name: Name,
  ...details: Messages[Name]
) => void;

/** What is done about each message. */
export type Handlers<Messages extends Table<Messages>> = {
  readonly [Name in keyof Messages]: (...details: Messages[Name]) => void;
};

/** Does what is to be done about each message of a batch, in order. */
export function handleAll<Messages extends Table<Messages>>(
  batch: readonly Message<Messages>[],
  handlers: Handlers<Messages>,
): void {
  for (const [name, ...details] of batch) {
    const handler = handlers[name] as (...details: readonly unknown[]) => void;
    handler(...details);
  }
}

/** From a worker: what its connections want of the dispatcher, and what became of them. */
export interface DispatchReports {
  /**
   * A connection seeks a backend; the worker numbers its searches. The ticket is one of an earlier search, or 0. The client is
   * named, as `address:port`, where {@link Rules.namesClients} says so.
   */
  ask: [
    request: number,
    stickyKey: string | null,
    tried: readonly number[],
    newcomer: string | null,
    ticket: number,
    client?: string,
  ];
  /** Time is up for the search: does it still go on, when all that came before this has been read? */
  confirmWait: [request: number];
  /** The search is given up; whether because its time was up. */
  cancel: [request: number, hasTimedOut: boolean];
  /** The worker knew where a client sticks to, and has opened a connection there. Its number is that of the search. */
  connectionOpened: [backend: number, search: number];
  established: [backend: number, stickyKey: string, tried: readonly number[]];
  released: [backend: number, stickyKey: string];
  /** The one that came of that search. */
  connectionClosed: [search: number, established: boolean];
  failed: [backend: number, reason: FailureKind];
  /** It answers again, since a connection of this worker's ended unanswered. */
  succeeded: [backend: number];
  answered: [backend: number, latencyMs: number];
  unanswered: [backend: number, lastedMs: number];
}

/** To a worker: how its searches end, and what it must know to do without asking. */
export interface DispatchOrders {
  assigned: [request: number, backend: number, why: string, ticket: number];
  exhausted: [request: number, ticket: number];
  queued: [request: number, waitFor: WaitFor];
  rejected: [request: number, refusal: Rejection];
  /** The search still goes on. */
  stillWaits: [request: number];
  /** Whether the backend is one of ACTIVE_SERVERS, and whether clients that stick to it keep it. */
  active: [backend: number, active: boolean, keepsClients: boolean];
  /** A backend joined, in the next slot. */
  joined: [backend: KnownBackend];
  /** What it may do by itself has changed. */
  rules: [rules: Rules];
  /** The backend's host has these IP addresses now, to be tried in this order. */
  addresses: [backend: number, ips: readonly string[]];
  /** Places for clients have run short, or are no longer. */
  crowded: [crowded: boolean];
  /** Where this client sticks to has changed. */
  forget: [stickyKey: string];
}

/** From a worker: all that it tells. */
export interface Reports extends DispatchReports {
  /** It may be sent its settings. What is sent before its module has been loaded is lost. */
  ready: [];
  listening: [];
  /** The worker cannot go on, and ends; why, in words. */
  failing: [reason: string];
  /** An event of a connection, and its payload. */
  event: [name: keyof ConnectionEvents, payload: object];
  /** It accepts no more clients; the number it still has. */
  draining: [openConnections: number];
  /** All have left; the number that had to be closed. */
  drained: [cut: number];
  /** What was measured of the backends since the last report. */
  loads: [reports: readonly LoadDelta[]];
  /** The answer to a question. */
  answer: [query: number, answer: unknown];
}

/** To a worker: all that it is told, once it has its settings. */
export interface Orders extends DispatchOrders {
  drain: [timeoutMs: number];
  /** The backend was marked down: its live connections are not to be kept. */
  abandon: [backend: number];
  /** Settings have changed. Times are in milliseconds. */
  settings: [options: Partial<AcceptorOptions>, stickyTtlMs: number];
  /** Has it carried out what it was told before? It has: messages come in order. */
  settled: [query: number];
  /** What has it carried? */
  carried: [query: number];
  /** Which connections are there? */
  connections: [query: number];
  /** Those that are selected are to be closed. How many were? */
  closeConnections: [query: number, selection: ConnectionSelection, how: CloseHow];
}

/** A backend as the primary knows it. */
export interface KnownBackend extends Usable {
  readonly spec: BackendSpec;
  /** The addresses of its host. */
  readonly ips: readonly string[];
}

/** How far a backend may be used. */
export interface Usable {
  readonly active: boolean;
  readonly keepsClients: boolean;
}

/** What a worker may do by itself. */
export interface Rules {
  /** Whether even a client that is known to stick to a backend may not go there unasked. */
  readonly mustAsk: boolean;
  /** Whether it is to tell how long backends took to answer. */
  readonly learns: boolean;
  /** Whether it is to name the clients for which it asks: picks are explained. */
  readonly namesClients: boolean;
}

/** @param where - knows its addresses */
export function knownBackend(backend: Backend, where: Directory): KnownBackend {
  const { name, host, port, active, keepsClients } = backend;
  return { spec: { name, host, port }, ips: where.addressOf(backend).ips, active, keepsClients };
}

/** The first that a worker is sent, alone. Times are in milliseconds. */
export interface WorkerSettings extends AcceptorOptions, Rules {
  readonly address: Address;
  readonly sharing: Sharing;
  /** That the primary has chosen. */
  readonly engine: Engine;
  /** Of the ids of its connections: no other worker has or had it. */
  readonly idPrefix: string;
  readonly stickyMax: number;
  readonly stickyTtlMs: number;
  readonly backends: readonly KnownBackend[];
  /** Whether places for clients are short. */
  readonly crowded: boolean;
}
