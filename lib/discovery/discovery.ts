import type { EventSink } from '../event-sink.js';
import type { Lookup } from '../net/resolve.js';
import type { Kind } from '../schema/kind.js';
import { BackendsFile } from './backends-file.js';
import { written, type BackendEntry, type DnsEmpty, type LookedUpBackends } from './entries.js';
import type { DiscoveryEvents } from './events.js';
import { TargetFeed, type Membership, type SourceStanding } from './target-feed.js';
import { AddressSource, ServiceSource, type NameSource } from './name-source.js';
import { Pace } from './pace.js';
import { Polling } from './polling.js';

/** Times are in milliseconds. */
export interface DiscoveryOptions {
  readonly lookedUp: readonly LookedUpBackends[];
  readonly backendsFile?: string | undefined;
  /** Between two lookups where nothing says how long the records hold. */
  readonly dnsIntervalMs: number;
  readonly dnsServer: readonly string[];
  readonly dnsHoldMs: number;
  readonly dnsEmpty: DnsEmpty;
  /** After which a lookup has failed. */
  readonly timeoutMs: number;
  readonly lookup: Lookup;
  readonly random: () => number;
  /** How an entry of the file is written. */
  readonly entry: Kind<readonly BackendEntry[]>;
}

/** Finds backends while a balancer runs: by names in DNS, and in a file. */
export class Discovery {
  readonly #timeoutMs: number;
  readonly #pollings: readonly Polling[];
  readonly #file: BackendsFile | undefined;
  readonly #feeds: TargetFeed[] = [];
  #firstRoundOver: (() => void) | undefined;

  constructor(options: DiscoveryOptions, membership: Membership, events: EventSink<DiscoveryEvents>) {
    const { lookedUp, backendsFile, dnsHoldMs: holdMs, dnsEmpty: onEmpty } = options;
    this.#timeoutMs = options.timeoutMs;
    const deps = { membership, events, holdMs, onEmpty };
    this.#pollings = lookedUp.map((entry) => {
      const feed = new TargetFeed('dns' in entry ? 'dns' : 'srv', written(entry), deps);
      this.#feeds.push(feed);
      return new Polling(sourceOf(entry, options), feed, new Pace(options.dnsIntervalMs, options.random));
    });
    if (backendsFile === undefined) return;
    const feed = new TargetFeed('file', backendsFile, { ...deps, holdMs: Infinity });
    this.#feeds.push(feed);
    this.#file = new BackendsFile(backendsFile, options.entry, feed);
  }

  /** What each source has said so far. */
  get standings(): readonly SourceStanding[] {
    return this.#feeds.map(({ standing }) => standing);
  }

  /**
   * Begins to look.
   *
   * @returns when every source has said something, or the time is up
   * @throws LbsimError `ERR_BACKENDS_FILE` of kind `usage`: the file cannot be read, or something is wrong in it
   */
  async start(): Promise<void> {
    await this.#file?.start();
    if (this.#pollings.length === 0) return;
    await new Promise<void>((resolve) => {
      // Not unreferenced: what is asked need not keep the process alive.
      const timer = setTimeout(resolve, this.#timeoutMs);
      this.#firstRoundOver = () => {
        clearTimeout(timer);
        resolve();
      };
      void Promise.all(this.#pollings.map(async (polling) => polling.start())).then(this.#firstRoundOver);
    });
  }

  stop(): void {
    this.#firstRoundOver?.();
    this.#file?.stop();
    for (const polling of this.#pollings) polling.stop();
  }
}

function sourceOf(entry: LookedUpBackends, options: DiscoveryOptions): NameSource {
  const { dnsServer: servers, timeoutMs, lookup } = options;
  const questions = { servers, timeoutMs, lookup };
  return 'dns' in entry ? new AddressSource(entry, questions) : new ServiceSource(entry, questions);
}
