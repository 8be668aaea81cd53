import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * The way of a balancer to its store: a port of loopback that leads to another one. It can be cut and blocked, as a firewall does the
 * one or the other, be long, and lead elsewhere from then on.
 */
export class StoreRoad {
  port = 0;
  /** The port at its end, for connections that are made from now on. */
  leadsTo: number;
  /** How long the `nth` piece of a connection takes one way, in milliseconds. Pieces do not overtake one another. */
  delayMs: (nth: number) => number = () => 0;
  /** What every command is answered on the way, an error of Redis; undefined: the store answers. None may be under way when it is set. */
  refusal: string | undefined;
  readonly #sockets = new Set<Socket>();
  #isCut = false;
  #blocked: PromiseWithResolvers | undefined;

  private constructor(leadsTo: number) {
    this.leadsTo = leadsTo;
  }

  static async start(leadsTo: number, onEnd: (close: () => unknown) => void): Promise<StoreRoad> {
    const road = new StoreRoad(leadsTo);
    const server = createServer({ noDelay: true }, (socket) => road.#take(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    road.port = (server.address() as AddressInfo).port;
    onEnd(() => {
      road.cut();
      server.close();
    });
    return road;
  }

  /** Resets what goes along it, and all that comes. */
  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.resetAndDestroy();
    this.#blocked?.resolve();
  }

  /** Lets nothing pass, and tells nobody so. */
  block(): void {
    this.#blocked ??= withResolvers();
  }

  /** From now on all is well again. */
  mend(): void {
    this.#isCut = false;
    this.#blocked?.resolve();
    this.#blocked = undefined;
  }

  #take(near: Socket): void {
    const far = connect({ port: this.leadsTo, host: '127.0.0.1', noDelay: true });
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(from);
      from.on('error', () => undefined).on('close', () => this.#sockets.delete(from));
      this.#lead(from, to);
    }
    if (this.#isCut) near.resetAndDestroy();
  }

  #lead(from: Socket, to: Socket): void {
    let pieces = 0;
    let due = 0;
    let last: Promise<unknown> = Promise.resolve();
    const next = (delayMs: number, action: () => unknown): void => {
      due = Math.max(due, performance.now() + delayMs);
      const at = due;
      last = last
        .then(() => sleep(Math.max(0, at - performance.now())))
        .then(() => this.#blocked?.promise)
        .then(action);
    };
    from.on('data', (piece) => {
      const { refusal } = this;
      const answer = refusal === undefined ? '' : `-${refusal}\r\n`.repeat(commandsIn(piece));
      next(this.delayMs(++pieces), () => (answer === '' ? to.write(piece) : from.write(answer)));
    });
    from.on('close', () => next(0, () => to.destroy()));
  }
}

/** None in a piece that the store sends. */
function commandsIn(piece: Buffer): number {
  return piece.toString('latin1').match(/(?:^|\n)\*\d+\r\n\$/g)?.length ?? 0;
}

interface PromiseWithResolvers {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
}

function withResolvers(): PromiseWithResolvers {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}
