import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import type { PumpEnd } from '../../lib/transport/pump-events.js';
import { settled, until } from '../helpers/sockets.js';
import type { Inner, Pumped, Register, Rig } from './rig.js';

/** A client and a backend, joined. */
export async function pumped(rig: Rig, register: Register): Promise<Pumped> {
  return rig.pumpTo(await rig.acceptClient(register), register);
}

/** One direction of a pumped connection, seen from outside. */
export interface Direction {
  readonly sender: Socket;
  readonly reader: Socket;
  /** The pump's connection that faces the sender. */
  readonly source: Inner;
  /** The pump's connection that faces the reader. */
  readonly sink: Inner;
  readonly bytes: () => number;
}

export type From = 'client' | 'backend';

export function direction({ client, backend, inner, pump }: Pumped, from: From): Direction {
  return from === 'client'
    ? {
        sender: client,
        reader: backend,
        source: inner.client,
        sink: inner.backend,
        bytes: () => pump.bytesIn,
      }
    : {
        sender: backend,
        reader: client,
        source: inner.backend,
        sink: inner.client,
        bytes: () => pump.bytesOut,
      };
}

/** Bytes that the pump holds at the moment. */
export function held({ inner: { client, backend } }: Pumped): number {
  return client.ahead + client.owed + backend.ahead + backend.owed;
}

/** Waits until the pump holds bytes for a client that does not read, and the kernel takes no more of them. */
export async function stalled({ inner: { client }, pump }: Pumped): Promise<void> {
  for (;;) {
    await until(() => client.owed > 0);
    const before = pump.bytesOut;
    await settled(() => pump.bytesOut + client.owed, 50);
    if (client.owed > 0 && pump.bytesOut === before) return;
  }
}

/** Everything the pump told by the time that both its connections are closed. */
export async function allEnds({ inner, ends }: Pumped): Promise<PumpEnd[]> {
  await Promise.all([inner.client.closed(), inner.backend.closed()]);
  await until(() => ends.length > 0);
  return ends;
}

/**
 * Sends until the pump holds bytes that the kernel will not take, because the reader does not read: from then on nothing
 * moves.
 *
 * @returns what was sent
 */
export async function fillUp({ sender, sink, bytes }: Direction): Promise<Buffer> {
  const stalled = async (): Promise<boolean> => sink.owed > 0 && (await settled(() => sink.owed, 50)) > 0;
  const chunks: Buffer[] = [];
  let length = 0;
  while (!(await stalled())) {
    const chunk = randomBytes(16 * 1024);
    const total = (length += chunk.length);
    chunks.push(chunk);
    sender.write(chunk);
    await until(() => bytes() === total || sink.owed > 0);
  }
  return Buffer.concat(chunks);
}

/** Sends single bytes the other way until the pump has had time to find out that the sender is gone. */
export async function provoke({ reader, source }: Direction): Promise<void> {
  for (let n = 0; n < 20 && !source.destroyed; n++) {
    reader.write('?');
    await settled(() => n, 5);
  }
}
