import { outOfRange } from '../errors.js';
import { CLOSE_HOW, type CloseHow } from '../net/close-socket.js';
import { wrongType } from '../option-shape.js';
import type { BackendRegistry } from '../routing/backend-registry.js';

/** A client that is connected now. Plain JSON. */
export interface LiveConnection {
  /** No other connection of the balancer, in any of its workers, is ever given the same. */
  readonly id: string;
  /** `address:port`. */
  readonly client: string;
  /** What SESSION_MAP knows the client by; null with `stickyKey` `none`. */
  readonly key: string | null;
  /** Null while it waits for one. */
  readonly backend: string | null;
  /** When it was accepted, in RFC 3339. */
  readonly since: string;
  /** From the client, passed on to backends. */
  readonly bytesIn: number;
  /** From backends, passed on to the client. */
  readonly bytesOut: number;
  /** The worker that carries it, from 1 up; absent where there is one process. */
  readonly worker?: number;
}

/** Connections by their ids, or those to one backend. */
export type ConnectionSelection = { readonly ids: readonly string[] } | { readonly backend: string };

/** @throws LbsimError `ERR_OPTION_INVALID`, also for a backend that there neither is nor was */
export function refuseBadSelection(
  selection: ConnectionSelection,
  how: CloseHow,
  registry: BackendRegistry,
): void {
  const { ids, backend } =
    (selection as { readonly ids?: unknown; readonly backend?: unknown } | null | undefined) ?? {};
  if (!CLOSE_HOW.includes(how)) throw outOfRange('how', how, CLOSE_HOW.join(' or '));
  if (backend === undefined && isTextList(ids)) return;
  if (ids !== undefined || typeof backend !== 'string')
    throw wrongType('selection', selection, '{ ids: [id, …] } or { backend: name }');
  if (registry.everyone.every(({ name }) => name !== backend)) registry.named(backend);
}

function isTextList(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
