import type { Socket } from 'node:net';
import type { AdaptiveReads } from '../../net/adaptive-reads.js';
import type { HeldWrites } from '../../net/held-writes.js';
import { ConnectionPump } from '../connection-pump.js';
import type { PumpEvents } from '../pump-events.js';
import { BackendSide } from './backend-side.js';
import { ClientSide } from './client-side.js';

/** What holds back the bytes that are written to a side of a pump, where something does. */
export interface Held {
  readonly client?: HeldWrites;
  readonly backend?: HeldWrites;
}

/**
 * Joins two sockets of Node, which from then on are the pump's, and so are the reads, which it gives back. Both must allow
 * half-open.
 *
 * @param client - a plain stream
 * @param backend - dialled with these reads
 */
export function joinSockets(
  client: Socket,
  backend: Socket,
  reads: AdaptiveReads,
  events: PumpEvents,
  held: Held = {},
): ConnectionPump {
  const clientSide = new ClientSide('client', client, held.client);
  const backendSide = new BackendSide(backend, reads, events.answered, held.backend);
  clientSide.sendTo(backendSide);
  backendSide.sendTo(clientSide);
  return new ConnectionPump(clientSide, backendSide, events);
}
