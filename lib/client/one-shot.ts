import { defined } from '../defined.js';
import { LbsimError } from '../errors.js';
import { formatAddress, type Address } from '../net/address.js';
import { AnswerText } from './answer-text.js';
import { ClientFailure, connectError } from './failure.js';
import { LineClient } from './line-client.js';
import { refuseLineBreak } from './message-line.js';
import { CLIENT_DEFAULTS } from './option-table.js';
import { Payload } from './payload.js';

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

export interface SendMessagesOptions extends Address {
  /** Lines, without their newlines. */
  readonly messages: readonly string[];
  /** Told how long it took to connect, in milliseconds. */
  readonly onConnected?: (ms: number) => void;
  readonly onAnswer: (answer: Answer) => void;
  /** For each answer, in milliseconds. @default 60000 */
  readonly timeoutMs?: number;
  /** In milliseconds. @default 5000 */
  readonly connectTimeoutMs?: number;
}

/**
 * Sends lines on one connection, each after the answer to the one before.
 *
 * @throws LbsimError `ERR_OPTION_INVALID`, `ERR_CONNECT`, and `ERR_NO_ANSWER` when the connection is lost or a time is up
 */
export async function sendMessages({
  messages,
  onAnswer,
  onConnected,
  ...options
}: SendMessagesOptions): Promise<void> {
  const { host, port, timeoutMs, connectTimeoutMs } = { ...CLIENT_DEFAULTS, ...defined(options) };
  const address = { host, port };
  messages.forEach(refuseLineBreak);
  const reader = new AnswerText();
  const client = new LineClient(address, { timeoutMs, connectTimeoutMs, reader });
  try {
    const connectMs = await client.connect().catch((error: unknown) => {
      throw error instanceof ClientFailure ? connectError(address, error) : error;
    });
    onConnected?.(connectMs);
    for (const message of messages) {
      const ms = await client.exchange(Payload.text(message)).catch((error: unknown) => {
        throw error instanceof ClientFailure ? noAnswer(address, message, error) : error;
      });
      onAnswer({ message, text: reader.text, bytes: reader.bytes, backend: reader.backend, ms });
    }
  } finally {
    client.destroy();
    await client.closed;
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
