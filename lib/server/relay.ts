import type { Socket } from 'node:net';
import type { FailureKind } from '../failure.js';
import { AdaptiveReads } from '../net/adaptive-reads.js';
import type { Address } from '../net/address.js';
import { dialTo } from '../net/dial-to.js';
import { unreadReset } from '../net/pending-reset.js';
import type { ConnectionPump } from '../transport/connection-pump.js';
import { joinSockets } from '../transport/node/join-sockets.js';
import type { ServeHooks, Service } from './modes/mode.js';

/** After which the service counts as out of reach, in milliseconds: as for a balancer by default. */
const CONNECT_TIMEOUT_MS = 2000;
const KEEP_ALIVE_MS = 60_000;

/**
 * Joins one client to a service, over a connection that is dialled for it:
 *
 *     client ──upstream──►    faults  ──►  service
 *     client ◄──  faults  ◄──downstream──  service
 *
 * FIN is passed on as FIN and RST as RST, after the bytes that faults hold back. Where the service cannot be reached, the
 * client is reset: it must not take that for an empty answer.
 */
export class Relay implements Service {
  readonly #client: Socket;
  readonly #to: Address;
  readonly #hooks: ServeHooks;
  #cancelDial: (() => void) | undefined;
  #target: Socket | undefined;
  #pump: ConnectionPump | undefined;

  constructor(client: Socket, to: Address, hooks: ServeHooks) {
    this.#client = client;
    this.#to = to;
    this.#hooks = hooks;
    const reads = new AdaptiveReads();
    // Nobody reads from the client meanwhile: what it sends waits in the kernel, but for what Node reads ahead.
    this.#cancelDial = dialTo(to, { timeoutMs: CONNECT_TIMEOUT_MS, reads }, (outcome) => {
      this.#cancelDial = undefined;
      if (outcome.ok) this.#join(outcome.socket, reads);
      else this.#refuse(outcome.reason);
    });
    client.once('close', () => this.#cancelDial?.());
  }

  /** Leaves it to the client and the service to finish: only they know what is still owed. */
  finish(): void {
    // A stop closes what is left when nothing passes any more.
  }

  destroy(): void {
    this.#client.destroy();
    this.#pump?.destroy();
  }

  reset(): void {
    this.#client.resetAndDestroy();
    this.#target?.resetAndDestroy();
  }

  checkPeers(): void {
    if (this.#pump !== undefined) this.#pump.checkPeers();
    else if (unreadReset(this.#client) !== undefined) this.#client.destroy();
  }

  #join(target: Socket, reads: AdaptiveReads): void {
    if (this.#client.destroyed) {
      target.destroy();
      reads.release();
      return;
    }
    this.#target = target;
    const held = { client: this.#hooks.downstream, backend: this.#hooks.shapeUpstream(target) };
    const events = { backendEnded: () => undefined, ended: () => undefined };
    this.#pump = joinSockets(this.#client, target, reads, events, held);
    this.#pump.keepAlive(KEEP_ALIVE_MS);
  }

  #refuse(reason: FailureKind): void {
    this.#hooks.unreachable(this.#to, reason);
    this.#client.resetAndDestroy();
  }
}
