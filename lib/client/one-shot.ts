import { defined } from '../defined.js';
import { LbsimError } from '../errors.js';
import { formatAddress, type Address } from '../net/address.js';
import { AnswerText } from './answer-text.js';
import { ClientFailure, connectError } from './failure.js';
import { LineClient } from './line-client.js';
import { refuseLineBreak } from './message-line.js';
import { CLIENT_DEFAULTS } from './option-table.js';
import { Payload } from './payload.js';
import type { Switch } from './switch.js';
import { targetList, type TargetOptions } from './targets/target-options.js';
import { TargetWalk } from './targets/target-walk.js';

export interface Answer {
  readonly message: string;
  /** Without its last newline. */
  readonly text: string;
  /** The same, as it came: a server need not speak UTF-8. */
  readonly bytes: Buffer;
  /** Who gave it, if it names a backend. */
  readonly backend: string | undefined;
  /** From the sending to the end of the answer, in milliseconds. */
  readonly ms: number;
}

export interface SendMessagesOptions extends TargetOptions {
  /** Lines, without their newlines. */
  readonly messages: readonly string[];
  /** Told how long it took to connect, in milliseconds, and where. */
  readonly onConnected?: (ms: number, address: Address) => void;
  readonly onSwitch?: (event: Switch) => void;
  readonly onAnswer: (answer: Answer) => void;
  /** For each answer, in milliseconds. @default 60000 */
  readonly timeoutMs?: number;
  /** In milliseconds. @default 5000 */
  readonly connectTimeoutMs?: number;
}

/**
 * Sends lines on one connection, each after the answer to the one before. With fallbacks, a connection that is lost is made anew
 * at the next one, and the line that it left unanswered is sent again.
 *
 * @throws LbsimError `ERR_OPTION_INVALID`, `ERR_CONNECT`, and `ERR_NO_ANSWER` when the connection is lost or a time is up
 */
export async function sendMessages({ onAnswer, ...options }: SendMessagesOptions): Promise<void> {
  const settings = { ...CLIENT_DEFAULTS, ...defined(options) };
  const walk = new TargetWalk(targetList(settings));
  const unanswered = [...settings.messages];
  unanswered.forEach(refuseLineBreak);
  for (;;) {
    const session = new Session(walk.current, settings);
    try {
      const ms = await session.connect();
      options.onConnected?.(ms, walk.current);
      const event = walk.stands();
      if (event !== undefined) options.onSwitch?.(event);
      for (let message = unanswered[0]; message !== undefined; message = unanswered[0]) {
        onAnswer(await session.ask(message));
        unanswered.shift();
        walk.answered();
      }
      return;
    } catch (error) {
      if (!(error instanceof ClientFailure)) throw error;
      if (walk.goOn(error)) continue;
      throw session.stood ? noAnswer(walk.current, unanswered[0] ?? '', error) : connectError(walk.unreached);
    } finally {
      await session.close();
    }
  }
}

/** One connection of it. */
class Session {
  readonly #reader = new AnswerText();
  readonly #client: LineClient;
  #stood = false;

  constructor(address: Address, settings: { readonly timeoutMs: number; readonly connectTimeoutMs: number }) {
    const { timeoutMs, connectTimeoutMs } = settings;
    this.#client = new LineClient(address, { timeoutMs, connectTimeoutMs, reader: this.#reader });
  }

  /** Whether the connection could be made. */
  get stood(): boolean {
    return this.#stood;
  }

  async connect(): Promise<number> {
    const ms = await this.#client.connect();
    this.#stood = true;
    return ms;
  }

  async ask(message: string): Promise<Answer> {
    const ms = await this.#client.exchange(Payload.text(message));
    const { text, bytes, backend } = this.#reader;
    return { message, text, bytes, backend, ms };
  }

  async close(): Promise<void> {
    this.#client.destroy();
    await this.#client.closed;
  }
}

function noAnswer(address: Address, message: string, failure: ClientFailure): LbsimError {
  const shown = message.length > 40 ? `${message.slice(0, 40)}…` : message;
  return new LbsimError(
    'ERR_NO_ANSWER',
    `no answer to '${shown}' from ${formatAddress(address)} (${failure.message}): check that a line server is there`,
    { cause: failure },
  );
}
