import type { SrvRecord } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import { systemErrorCode } from '../errors.js';
import type { IpFamily } from './target.js';

export interface DnsClientOptions {
  /** DNS servers, `IP` or `IP:PORT`. @default those of the system */
  readonly servers: readonly string[];
  /** How long one round of questions may take, in milliseconds. */
  readonly timeoutMs: number;
}

/** An address, and how long it holds, in milliseconds. */
export interface AddressRecord {
  readonly address: string;
  readonly holdsMs: number;
}

/** What DNS says to one question; without records and without a failure there are none. */
export interface Reply<Record> {
  readonly records: readonly Record[];
  /** Why nothing is known, in words. */
  readonly failure?: string;
}

/** Questions that are sent before one has failed: datagrams get lost. */
const TRIES = 2;

/** What an error of the resolver means, in words; of those that are missing, its code does. */
const FAILURES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'no DNS server can be reached',
  ESERVFAIL: 'the DNS server failed (SERVFAIL)',
  EREFUSED: 'the DNS server refuses to answer (REFUSED)',
  ENOTIMP: 'the DNS server does not know such questions (NOTIMP)',
  EBADNAME: 'it is not a name that DNS can have',
};
/** There is no such name, or it has no such record. */
const NONE = ['ENOTFOUND', 'ENODATA'];

/** One round of questions to DNS, which ends in time. The servers of the system are read anew each time. */
export class DnsRound {
  readonly #resolver: Resolver;
  readonly #timeoutMs: number;
  readonly #timer: NodeJS.Timeout;

  constructor({ servers, timeoutMs }: DnsClientOptions) {
    this.#timeoutMs = timeoutMs;
    this.#resolver = new Resolver({ timeout: Math.ceil(timeoutMs / TRIES), tries: TRIES });
    if (servers.length > 0) this.#resolver.setServers(servers);
    this.#timer = setTimeout(() => this.end(), timeoutMs);
  }

  async addresses(name: string, family: IpFamily): Promise<Reply<AddressRecord>> {
    const ask = family === 4 ? 'resolve4' : 'resolve6';
    return this.#reply(async () => {
      const found = await this.#resolver[ask](name, { ttl: true });
      return found.map(({ address, ttl }) => ({ address, holdsMs: ttl * 1000 }));
    });
  }

  async services(name: string): Promise<Reply<SrvRecord>> {
    return this.#reply(async () => this.#resolver.resolveSrv(name));
  }

  /** Gives up what is under way. */
  end(): void {
    clearTimeout(this.#timer);
    this.#resolver.cancel();
  }

  async #reply<Record>(ask: () => Promise<Record[]>): Promise<Reply<Record>> {
    try {
      return { records: await ask() };
    } catch (error) {
      const code = systemErrorCode(error) ?? String(error);
      return { records: [], ...(!NONE.includes(code) && { failure: this.#wordsFor(code) }) };
    }
  }

  #wordsFor(code: string): string {
    if (code === 'ETIMEOUT' || code === 'ECANCELLED') return `no answer within ${this.#timeoutMs / 1000} s`;
    return FAILURES[code] ?? code;
  }
}
