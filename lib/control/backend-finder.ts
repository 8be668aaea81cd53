import { Discovery } from '../discovery/discovery.js';
import type { DiscoveryEvents } from '../discovery/events.js';
import type { SourceStanding } from '../discovery/target-feed.js';
import type { EventSink } from '../event-sink.js';
import type { BackendRegistry } from '../routing/backend-registry.js';
import { backendList } from './backend-list.js';
import { FoundBackends } from './found-backends.js';
import type { Operations } from './operations.js';
import type { ResolvedOptions } from './options.js';

export interface BackendFinderDeps {
  readonly operations: Operations;
  readonly registry: BackendRegistry;
  readonly events: EventSink<DiscoveryEvents>;
}

/** Finds backends by names in DNS and in a file, and has them join and leave. */
export class BackendFinder {
  readonly #found: FoundBackends;
  readonly #discovery: Discovery;

  constructor(options: ResolvedOptions, { operations, registry, events }: BackendFinderDeps) {
    const { drainTimeoutMs, healthCheckTimeoutMs: timeoutMs } = options;
    this.#found = new FoundBackends({ operations, registry, drainTimeoutMs });
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

  stop(): void {
    this.#discovery.stop();
    this.#found.stop();
  }
}
