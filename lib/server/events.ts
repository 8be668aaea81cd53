import type { FailureReason } from '../failure.js';
import type { FaultKind, Faults } from './faults/faults.js';
import type { QueueStats } from './queue/service-queue.js';
import type { ReceivedLine } from './received-line.js';

export interface ServerListeningEvent {
  /** What the server answers as. */
  name: string;
  host: string;
  port: number;
}

export interface ServerConnectionCloseEvent {
  /** `address:port`. */
  client: string;
  /** From the client. */
  bytesIn: number;
  /** To the client. */
  bytesOut: number;
  /** It was closed before a byte had passed, as a health check does; never in the mode `chargen`, which speaks first. */
  probe: boolean;
}

export interface QueueFullEvent {
  /** `address:port`. */
  client: string;
  /** Requests that waited then. */
  waiting: number;
}

export interface TargetUnreachableEvent {
  /** `address:port`. */
  client: string;
  /** `host:port` of the service. */
  to: string;
  reason: FailureReason;
}

/** How a `BackendServer` stands. */
export interface BackendServerStats {
  /** Undefined until it listens, if none was given. */
  name: string | undefined;
  /** Clients that are being served now. */
  open: number;
  /** Clients that came while it was frozen; none that have left without a byte. */
  unaccepted: number;
  /** Clients that were or are being served and have sent something. */
  served: number;
  /** Connections that were closed before a byte was sent on them, as by health checks. */
  probes: number;
  /** The faults that are on. */
  faults: Partial<Faults>;
  /** Its queue; absent without the option `service`. */
  queue?: QueueStats;
}

/** What a `BackendServer` emits. */
export interface BackendServerEvents {
  listening: [ServerListeningEvent];
  connection_open: [{ client: string }];
  connection_close: [ServerConnectionCloseEvent];
  /** A client has sent a line, in the mode `named`: what it said, up to 200 bytes of it. */
  line_received: [ReceivedLine];
  /**
   * A fault has affected a client: of one kind, once a connection. A connection without a byte, which may be a probe, has
   * only those that reset it when it is accepted: then nobody knows what it was.
   */
  fault: [{ kind: FaultKind; client: string }];
  /** The queue had no room for a request: the client was reset, in the mode `http` answered with 503. */
  queue_full: [QueueFullEvent];
  /** In the mode `forward`: the service could not be reached for a client, which was reset. */
  target_unreachable: [TargetUnreachableEvent];
  /** It was told to misbehave otherwise; the faults that are on now. */
  faults_changed: [{ faults: Partial<Faults> }];
  /** A client could not be accepted. */
  accept_failed: [{ reason: string }];
  /** The listener and every connection are closed; clients served since it listened, probes not counted; the queue, if it has one. */
  stopped: [{ connections: number; queue?: QueueStats }];
}
