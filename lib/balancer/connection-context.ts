import type { FailureKind } from '../failure.js';
import type { Destination } from '../net/destination.js';
import type { Backend } from '../routing/backend.js';
import type { Dispatcher } from '../dispatch/dispatcher.js';
import type { ConnectionCloseEvent, ConnectionOpenEvent } from '../control/events.js';
import type { TableEntry } from './connection-table.js';
import type { LoadMeters } from '../control/load-meters.js';
import type { AcceptorOptions } from '../control/options.js';
import type { Transport } from '../transport/transport.js';

/** What all connections of a balancer share. */
export interface ConnectionContext {
  readonly dispatcher: Dispatcher;
  /** What carries them. */
  readonly transport: Transport;
  /** Where to dial a backend. */
  readonly addressOf: (backend: Backend) => Destination;
  readonly options: AcceptorOptions;
  readonly loads: LoadMeters;
  /** Of a connection that is new: each is given the next number, from 1 up. */
  readonly nextNumber: () => number;
  /** In whole milliseconds: a fraction would cost memory of its own wherever it is kept. */
  readonly now: () => number;
  readonly connectionOpened: (event: ConnectionOpenEvent) => void;
  /** The client was moved from a lost backend to another. @param times - it was rerouted; 0: nothing had passed yet */
  readonly connectionMoved: (event: ConnectionOpenEvent, from: Backend, times: number) => void;
  /** No file descriptor is left to reach a backend with. */
  readonly starved: (reason: FailureKind) => void;
  /** The client's socket is closed. Called once, last. */
  readonly connectionClosed: (connection: TableEntry, event: ConnectionCloseEvent) => void;
}
