import type { BalancerEvents } from '../control/events.js';

/** What a `WorkerGroup` emits: what a balancer does, and the life of its workers. */
export interface WorkerGroupEvents extends BalancerEvents {
  worker_started: [{ worker: number; pid: number }];
  /** A worker did not answer within 500 ms: its connections are not in the list, or were perhaps not closed. */
  worker_unresponsive: [
    { worker: number; pid: number | undefined; asked: 'connections' | 'closeConnections' },
  ];
  /** A worker died. The number of its connections to backends, which are lost and no longer counted. */
  worker_lost: [
    {
      worker: number;
      /** Undefined when it could not even be started. */
      pid: number | undefined;
      reason: string;
      connections: number;
      /** Clients that waited there for a backend, and are lost as well. */
      waiting: number;
      /** Milliseconds after which another takes its place; null while the balancer stops. */
      restartMs: number | null;
    },
  ];
}
