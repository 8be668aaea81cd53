import { EventEmitter } from 'node:events';
import type { Address } from '../../net/address.js';
import { AnswerText } from '../answer-text.js';
import { ClientFailure } from '../failure.js';
import { LineClient } from '../line-client.js';
import type { Payload } from '../payload.js';
import type { Switch } from '../switch.js';
import type { TargetList } from '../targets/target-list.js';
import { TargetWalk } from '../targets/target-walk.js';

export interface ReconnectingClientEvents {
  /** A connection is established; the time it took, in milliseconds, and the target that it has left if it was at another. */
  connected: [ms: number, switched: Switch | undefined];
  /**
   * It could not be made (`stood` false) or is lost; the time until the next attempt, in milliseconds: 0 when another target is
   * tried at once.
   */
  disconnected: [{ address: Address; failure: ClientFailure; stood: boolean; retryMs: number }];
  /** All that comes from the peer, as it comes, asked for or not. */
  bytes: [Uint8Array];
}

/** `waiting` is without a connection and between two attempts. */
export type ConnectionState = 'waiting' | 'connecting' | 'connected';

export interface ReconnectingClientOptions {
  readonly connectTimeoutMs: number;
  readonly timeoutMs: number;
}

const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 5000;

/**
 * A {@link LineClient} that is made anew when it is lost: at the next target at once, each once; then after 250 ms and after
 * twice as long each time, up to 5 s. Only a peer that has sent something brings the wait back to its start.
 */
export class ReconnectingClient extends EventEmitter<ReconnectingClientEvents> {
  readonly #walk: TargetWalk;
  readonly #options: ReconnectingClientOptions;
  readonly #answer = new AnswerText();
  #client: LineClient;
  #state: ConnectionState = 'waiting';
  #ended = false;
  #retryMs = FIRST_RETRY_MS;
  #timer: NodeJS.Timeout | undefined;

  /** @throws LbsimError `ERR_OPTION_INVALID` for a port that nobody can listen on */
  constructor(targets: TargetList, options: ReconnectingClientOptions) {
    super();
    this.#walk = new TargetWalk(targets);
    this.#options = options;
    this.#client = this.#create();
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Where it is connected, or connects to next. */
  get address(): Address {
    return this.#walk.current;
  }

  /** The backend that gave the last answer, if it names one. */
  get backend(): string | undefined {
    return this.#answer.backend;
  }

  open(): void {
    this.#attempt();
  }

  /** As {@link LineClient.exchange}, on the connection that stands now. */
  exchange(message: Payload): Promise<number> {
    return this.#client.exchange(message);
  }

  /** Drops the connection, or the wait for the next attempt, and connects at once. */
  async reconnect(): Promise<void> {
    this.#retryMs = FIRST_RETRY_MS;
    await this.#drop();
    this.#attempt();
  }

  /** Closes for good. @returns when no socket is left */
  async close(): Promise<void> {
    this.#ended = true;
    await this.#drop();
  }

  pause(): void {
    this.#client.pause();
  }

  resume(): void {
    this.#client.resume();
  }

  async #drop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#state = 'waiting';
    this.#client.destroy();
    await this.#client.closed;
  }

  #create(): LineClient {
    return new LineClient(this.#walk.current, {
      ...this.#options,
      reader: this.#answer,
      onBytes: (chunk) => {
        this.#retryMs = FIRST_RETRY_MS;
        this.#walk.answered();
        this.emit('bytes', chunk);
      },
      onLost: (failure) => this.#disconnected(failure, true),
    });
  }

  #attempt(): void {
    clearTimeout(this.#timer);
    if (this.#ended) return;
    this.#state = 'connecting';
    const client = (this.#client = this.#create());
    client.connect().then(
      (ms) => {
        if (client !== this.#client || this.#ended) return;
        this.#state = 'connected';
        this.emit('connected', ms, this.#walk.stands());
      },
      (error: unknown) => {
        if (!(error instanceof ClientFailure)) throw error;
        if (error.kind !== 'stopped') this.#disconnected(error, false);
      },
    );
  }

  #disconnected(failure: ClientFailure, stood: boolean): void {
    const address = this.#walk.current;
    const goesOn = this.#walk.goOn(failure);
    this.#state = goesOn ? 'connecting' : 'waiting';
    const retryMs = goesOn ? 0 : this.#retryMs;
    if (!goesOn) {
      this.#retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
      this.#walk.restart();
    }
    this.#timer = setTimeout(() => this.#attempt(), retryMs);
    this.emit('disconnected', { address, failure, stood, retryMs });
  }
}
