import { CidrSet } from '../net/cidr-set.js';
import type { Peer } from '../net/peer.js';
import type { AcceptorOptions } from '../control/options.js';

/** Allow and deny lists, and the proxies whose PROXY headers are trusted. */
export class AccessControl {
  readonly #allowed: CidrSet;
  readonly #denied: CidrSet;
  readonly #trusted: CidrSet | undefined;

  constructor({ allow, deny, acceptProxy, trust }: AcceptorOptions) {
    this.#allowed = new CidrSet(allow);
    this.#denied = new CidrSet(deny);
    this.#trusted = acceptProxy ? new CidrSet(trust) : undefined;
  }

  /** Whether clients come through proxies that have to say who they are. */
  get throughProxies(): boolean {
    return this.#trusted !== undefined;
  }

  /** Whether this is a proxy that is to be believed. */
  trusts({ ip }: Peer): boolean {
    return this.#trusted?.has(ip) === true;
  }

  /** Whether this client may connect. */
  admits({ ip }: Peer): boolean {
    return (this.#allowed.size === 0 || this.#allowed.has(ip)) && !this.#denied.has(ip);
  }
}
