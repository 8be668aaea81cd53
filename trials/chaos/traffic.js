// Clients of all kinds, one after the other at so many places at once, until they are told to stop.
import { setTimeout as sleep } from 'node:timers/promises';
import { EchoedAnswers, NamedAnswers } from './answers.js';
import { drawKind, KINDS } from './kinds.js';
import { VisitFailed, Visitor } from './visitor.js';

/** Between two clients at one place, in milliseconds. */
const BREAK_MS = 40;

/** What clients send is cut out of so much text. */
const POOL_BYTES = 1 << 20;

const ANSWERS = { named: NamedAnswers, echo: EchoedAnswers };

export class Traffic {
  /** Records of those who have left. */
  visits = [];
  #group;
  #random;
  #pool;
  #isStopped = false;
  #running = [];

  /**
   * @param group - `{ mode, port }`: what the backends do, and where the balancer listens
   * @param random - of what the clients do; what becomes of them is up to the machine
   */
  constructor(group, random) {
    this.#group = group;
    this.#random = random;
    const digits = Array.from({ length: POOL_BYTES }, () => 33 + Math.floor(random() * 94));
    this.#pool = Buffer.from(digits);
  }

  /**
   * Opens so many places. Each has an address of its own, so that as many clients are sticky.
   *
   * @param subnet - the third number of their addresses
   */
  start(places, subnet) {
    this.#isStopped = false;
    for (let place = 1; place <= places; place++)
      this.#running.push(this.#occupy(`127.0.${subnet}.${place}`));
  }

  /** @returns when all have left in their own time */
  async stop() {
    this.#isStopped = true;
    await Promise.all(this.#running.splice(0));
  }

  /**
   * So many clients at once that want megabytes. After that the balancer's caches, which are bounded, are full.
   *
   * @returns when they have left
   */
  async swell(clients, subnet) {
    const places = Array.from({ length: clients }, (_, index) => `127.0.${subnet}.${index + 1}`);
    const visits = places.map((localAddress) => this.#visit(localAddress, 'bulk'));
    this.visits.push(...(await Promise.all(visits)));
  }

  /** A client's kit for {@link stopWithBacklog}: what it is to be answered, and something to ask. */
  get questions() {
    const { mode } = this.#group;
    return { answers: () => new ANSWERS[mode](), text: (bytes) => this.#draw(mode).text(bytes) };
  }

  async #occupy(localAddress) {
    while (!this.#isStopped) {
      this.visits.push(await this.#visit(localAddress, drawKind(this.#random)));
      await sleep(this.#number(0, BREAK_MS));
    }
  }

  async #visit(localAddress, kind) {
    const { mode, port } = this.#group;
    const visitor = new Visitor(kind, new ANSWERS[mode](), { port, localAddress });
    try {
      await KINDS[kind].visit(visitor, this.#draw(mode));
    } catch (error) {
      if (!(error instanceof VisitFailed)) throw error;
    }
    return visitor.left();
  }

  #draw(mode) {
    return {
      number: (low, high) => this.#number(low, high),
      one: (list) => list[this.#number(0, list.length - 1)],
      text: (bytes) => {
        const start = this.#number(0, POOL_BYTES - bytes);
        const text = this.#pool.subarray(start, start + bytes);
        return mode === 'echo' ? text : text.toString('latin1');
      },
    };
  }

  /** A whole number between these, or one of them. */
  #number(low, high) {
    return low + Math.floor(this.#random() * (high - low + 1));
  }
}
