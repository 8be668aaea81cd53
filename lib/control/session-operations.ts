import { isIP } from 'node:net';
import { LbsimError, optionError, outOfRange } from '../errors.js';
import type { EventSink } from '../event-sink.js';
import { checkShape, wrongType } from '../option-shape.js';
import type { Backend } from '../routing/backend.js';
import type { LabChange } from '../cluster/shared-store.js';
import type { Brain } from '../routing/brain.js';
import { splitAddress } from '../schema/address.js';
import { canonicalKey } from './client-key.js';
import type { OperationEvents } from './events.js';
import type { LiveSettings } from './live-settings.js';
import { signed } from './signed.js';

/** An entry of SESSION_MAP: a client, and the backend that it sticks to. Plain JSON. */
export interface SessionEntry {
  readonly key: string;
  readonly backend: string;
  /** Connections of the client that stand. */
  readonly connections: number;
  /** What is left of its idle life, in milliseconds; null while the client is connected. */
  readonly expiresInMs: number | null;
}

/** Which entries of SESSION_MAP are asked for. */
export interface SessionQuery {
  /** Only of keys that begin so. @default all */
  readonly prefix?: string;
  /** Only of clients that stick to this backend. @default all */
  readonly backend?: string;
  /** Maximum number of entries, an integer from 1 up. */
  readonly limit: number;
  /** Entries to be passed over first, an integer from 0 up. @default 0 */
  readonly offset?: number;
}

export interface SessionDeps {
  readonly brain: Brain;
  /** The settings in force. */
  readonly live: Pick<LiveSettings, 'stickyKey' | 'stickyTtlMs'>;
  readonly events: EventSink<OperationEvents>;
  /** Where this client sticks to has changed. */
  readonly stickinessChanged: (key: string, now: number) => void;
  /** The other balancers of the lab are to know. */
  readonly sessionsChanged: (change: LabChange) => unknown;
}

/** What the operator sees of SESSION_MAP, and changes there. */
export class SessionOperations {
  readonly #deps: SessionDeps;

  constructor(deps: SessionDeps) {
    this.#deps = deps;
  }

  list(query: SessionQuery): SessionEntry[] {
    checkShape('SessionQuery', query, {
      prefix: 'string',
      backend: 'string',
      limit: 'number',
      offset: 'number',
    });
    const { prefix = '', backend, limit, offset = 0 } = query;
    if (!Number.isSafeInteger(limit) || limit < 1) throw outOfRange('limit', limit, 'an integer from 1 up');
    if (!Number.isSafeInteger(offset) || offset < 0)
      throw outOfRange('offset', offset, 'an integer from 0 up');
    const { brain } = this.#deps;
    const wanted = backend === undefined ? undefined : brain.pool.registry.named(backend);
    const found: SessionEntry[] = [];
    let passed = 0;
    for (const session of brain.router.sessions(performance.now())) {
      if (!session.key.startsWith(prefix) || (wanted ?? session.backend) !== session.backend) continue;
      if (++passed <= offset) continue;
      const { key, connections, expiresInMs } = session;
      found.push({
        key,
        backend: session.backend.name,
        connections,
        expiresInMs: connections > 0 ? null : expiresInMs,
      });
      if (found.length === limit) break;
    }
    return found;
  }

  pin(given: string, name: string, by?: string): void {
    const { brain, live, stickinessChanged, sessionsChanged } = this.#deps;
    const key = this.#canonical(given);
    const backend = brain.pool.registry.named(name);
    this.#refuseKeyOfNobody(key);
    const now = performance.now();
    if (!brain.router.pin(key, backend, now))
      throw stateError(`SESSION_MAP is full of connected clients: no room for '${key}'; try again later`);
    stickinessChanged(key, now);
    sessionsChanged({ change: 'pin', key, backend: name, ttlMs: live.stickyTtlMs });
    this.#tell({ change: 'pin', key, backend: name, sessions: 1 }, by);
  }

  forget(given: string, by?: string): boolean {
    const key = this.#canonical(given);
    const now = performance.now();
    this.#deps.sessionsChanged({ change: 'forget', key });
    if (!this.#deps.brain.router.forget(key, now)) return false;
    this.#deps.stickinessChanged(key, now);
    this.#tell({ change: 'forget', key, backend: null, sessions: 1 }, by);
    return true;
  }

  clear(selection: { readonly backend: string } | 'all', by?: string): number {
    const { brain, stickinessChanged, sessionsChanged } = this.#deps;
    const name = nameIn(selection);
    this.#refuseWithoutMap();
    const backend: Backend | undefined = name === null ? undefined : brain.pool.registry.named(name);
    const now = performance.now();
    sessionsChanged({ change: 'clear', backend: name });
    const keys = brain.router.clear(backend, now);
    for (const key of keys) stickinessChanged(key, now);
    if (keys.length > 0) this.#tell({ change: 'clear', key: null, backend: name, sessions: keys.length }, by);
    return keys.length;
  }

  /** @throws LbsimError `ERR_OPTION_INVALID`, or `ERR_STATE` where there is no SESSION_MAP */
  #canonical(key: string): string {
    if (typeof key !== 'string' || key === '') throw wrongType('key', key, 'the key of a client');
    this.#refuseWithoutMap();
    return canonicalKey(key, this.#deps.live.stickyKey);
  }

  /** No client would ever come with such a key. */
  #refuseKeyOfNobody(key: string): void {
    const isByPort = this.#deps.live.stickyKey === 'ip-port';
    const host = isByPort ? splitAddress(key)?.host : key;
    if (isIP(host ?? '') !== 0) return;
    const wanted = isByPort ? 'an address and port such as 192.0.2.7:50112' : 'an address such as 192.0.2.7';
    throw optionError(`key '${key}' is not one of a client: use ${wanted}`);
  }

  #refuseWithoutMap(): void {
    if (!this.#deps.brain.router.hasSessions)
      throw stateError('no client sticks to a backend, as the sticky key is none: set it to ip or ip-port');
  }

  #tell(event: OperationEvents['sessions_changed'][0], by: string | undefined): void {
    this.#deps.events.emit('sessions_changed', signed(event, by));
  }
}

/** @returns null for all */
function nameIn(selection: { readonly backend?: unknown } | 'all' | null | undefined): string | null {
  if (selection === 'all') return null;
  const { backend } = selection ?? {};
  if (typeof backend === 'string') return backend;
  throw wrongType('selection', selection, "{ backend: name } or 'all'");
}

function stateError(message: string): LbsimError {
  return new LbsimError('ERR_STATE', message, { kind: 'usage' });
}
