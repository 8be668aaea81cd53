import type { Socket } from 'node:net';
import type { Address } from '../../net/address.js';
import { Relay } from '../relay.js';
import type { ServeHooks, ServerMode, Service } from './mode.js';

/** Carries the bytes of each client to a service and back, on a connection of its own. */
export class ForwardMode implements ServerMode {
  readonly #to: Address;

  constructor(to: Address) {
    this.#to = to;
  }

  serve(socket: Socket, hooks: ServeHooks): Service {
    return new Relay(socket, this.#to, hooks);
  }
}
