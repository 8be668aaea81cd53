import { Discovery } from '../discovery/discovery.js';
import type { DiscoveryEvents } from '../discovery/events.js';
import type { SourceStanding } from '../discovery/target-feed.js';
import type { EventSink } from '../event-sink.js';
import type { BackendRegistry } from '../routing/backend-registry.js';
import type { Backend } from '../routing/backend.js';
import { backendList } from './backend-list.js';
import { FoundBackends } from './found-backends.js';
import type { LiveSettings } from './live-settings.js';
import type { Operations } from './operations.js';
import type { ResolvedOptions } from './options.js';
import type { OwnAddress } from './own-address.js';

export interface BackendFinderDeps {
  readonly operations: Operations;
  readonly registry: BackendRegistry;
  readonly own: OwnAddress;
  /** Settings in force. */
  readonly live: LiveSettings;
  readonly events: EventSink<DiscoveryEvents>;
}

/** Finds backends by names in DNS and in a file, and has them join and leave. */
export class BackendFinder {
  readonly #found: FoundBackends;
  readonly #discovery: Discovery;

  constructor(options: ResolvedOptions, { operations, registry, own, live, events }: BackendFinderDeps) {
    const { healthCheckTimeoutMs: timeoutMs } = options;
    this.#found = new FoundBackends({ operations, registry, own, live });
    this.#discovery = new Discovery({ ...options, timeoutMs, entry: backendList }, this.#found, events);
  }

  /** Resolves once each source has answered, or has failed. @throws LbsimError `ERR_BACKENDS_FILE` */
  start(): Promise<unknown> {
    return this.#discovery.start();
  }

  /** What each source has said so far. */
  get standings(): readonly SourceStanding[] {
    return this.#discovery.standings;
  }

  /** A connection to the backend is closed. */
  connectionClosed(backend: Backend): void {
    this.#found.connectionClosed(backend);
  }

  /** The source that no longer names the backend, if it is leaving. */
  leaves(backend: Backend): string | undefined {
    return this.#found.leaves(backend);
  }

  stop(): void {
    this.#discovery.stop();
    this.#found.stop();
  }
}
