import { runLookup } from '../health/run-lookup.js';
import { systemLookup, type Lookup } from '../net/resolve.js';
import type { DnsClientOptions, DnsRound } from './dns-client.js';
import type { IpFamily } from './target.js';

export interface HostAddressesOptions extends DnsClientOptions {
  /** One of the user's own takes the place of DNS. @default the system's resolver */
  readonly lookup: Lookup;
}

/** The addresses of a host. */
export interface HostAnswer {
  readonly addresses: readonly string[];
  /** Families of which nothing was learned. */
  readonly unanswered: readonly IpFamily[];
  /** How long the addresses hold, in milliseconds; undefined where nothing says it. */
  readonly holdsMs?: number;
  /** Why there are no addresses, in words; undefined when there is no such name, or it has none. */
  readonly failure?: string;
}

const FAMILIES = [4, 6] as const;

/** Looks up hosts: in DNS, and names that are not there with the system's resolver, which knows /etc/hosts and search lists. */
export class HostAddresses {
  readonly #options: HostAddressesOptions;
  /** Lookups that cannot be called off: each keeps a thread busy, so that none is begun twice. */
  readonly #underWay = new Map<string, Promise<HostAnswer>>();
  #stopped = false;

  constructor(options: HostAddressesOptions) {
    this.#options = options;
  }

  async of(host: string, round: DnsRound): Promise<HostAnswer> {
    const { lookup, servers } = this.#options;
    if (lookup !== systemLookup) return this.#look(host, lookup);
    const answer = await inDns(host, round);
    if (answer.addresses.length > 0 || servers.length > 0 || this.#stopped) return answer;
    const found = await this.#look(host, systemLookup);
    return found.addresses.length > 0 ? found : answer;
  }

  /** Begins no further lookup. */
  stop(): void {
    this.#stopped = true;
  }

  async #look(host: string, lookup: Lookup): Promise<HostAnswer> {
    const looking = this.#underWay.get(host) ?? askedOf(lookup, host);
    this.#underWay.set(host, looking);
    void looking.then(() => this.#underWay.delete(host));
    const { timeoutMs } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<HostAnswer>((resolve) => {
      timer = setTimeout(() => resolve(failed(`no answer within ${timeoutMs / 1000} s`)), timeoutMs).unref();
    });
    return Promise.race([looking, late]).finally(() => clearTimeout(timer));
  }
}

async function inDns(host: string, round: DnsRound): Promise<HostAnswer> {
  const replies = await Promise.all(FAMILIES.map((family) => round.addresses(host, family)));
  const records = replies.flatMap((reply) => reply.records);
  const unanswered = FAMILIES.filter((_, index) => replies[index]?.failure !== undefined);
  const failure = replies.find((reply) => reply.failure !== undefined)?.failure;
  return {
    addresses: records.map(({ address }) => address),
    unanswered,
    ...(records.length > 0 && { holdsMs: Math.min(...records.map(({ holdsMs }) => holdsMs)) }),
    ...(records.length === 0 && failure !== undefined && { failure }),
  };
}

/** It may never settle. */
async function askedOf(lookup: Lookup, host: string): Promise<HostAnswer> {
  const { ips, failure } = await runLookup(lookup, host);
  return failure === undefined ? { addresses: ips, unanswered: [] } : failed(failure);
}

function failed(failure: string): HostAnswer {
  return { addresses: [], unanswered: FAMILIES, failure };
}
