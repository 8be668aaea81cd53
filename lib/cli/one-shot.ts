import { sendMessages, type Answer, type SendMessagesOptions } from '../client/one-shot.js';
import type { Switch } from '../client/switch.js';
import { TerminalText } from '../client/terminal-text.js';
import { LbsimError } from '../errors.js';
import { formatAddress, type Address } from '../net/address.js';
import { jsonLine } from './json-line.js';
import { exitWhenInterrupted } from './signals.js';
import { toThousandths } from '../units.js';

/**
 * Sends lines on one connection, and prints each answer, or all of them and what they took as one JSON object.
 *
 * @returns 0
 * @throws LbsimError as `sendMessages` does; the JSON object has been printed then, with what came before and the error
 */
export async function sendOneShot(
  options: Omit<SendMessagesOptions, 'onAnswer' | 'onConnected'>,
  json: boolean,
): Promise<number> {
  const record = new OneShotRecord(options);
  const print = (more: object = {}): void => {
    if (json) process.stdout.write(jsonLine({ ...record.json(), ...more }));
  };
  exitWhenInterrupted((signal) => print({ interrupted: signal }));
  const onAnswer = (answer: Answer): void => {
    if (json) record.answered(answer);
    else printAnswer(answer);
  };
  const onSwitch = (event: Switch): void => {
    record.switches++;
    options.onSwitch?.(event);
  };
  try {
    await sendMessages({
      ...options,
      onAnswer,
      onSwitch,
      onConnected: (ms, address) => record.connected(ms, address),
    });
  } catch (error) {
    if (error instanceof LbsimError) print({ error: { code: error.code, message: error.message } });
    throw error;
  }
  print();
  return 0;
}

function printAnswer({ bytes }: Answer): void {
  const line = Buffer.concat([bytes, Buffer.from('\n')]);
  process.stdout.write(process.stdout.isTTY ? new TerminalText().write(line) : line);
}

/** What has been sent and answered so far. Times are in milliseconds. */
class OneShotRecord {
  switches = 0;
  readonly #options: Pick<SendMessagesOptions, 'host' | 'port' | 'fallbacks' | 'messages'>;
  readonly #answers: (Answer & { readonly balancer: string })[] = [];
  readonly #startedAt = performance.now();
  #connectMs: number | null = null;
  #address: Address;

  constructor(options: Pick<SendMessagesOptions, 'host' | 'port' | 'fallbacks' | 'messages'>) {
    this.#options = options;
    this.#address = options;
  }

  connected(ms: number, address: Address): void {
    this.#connectMs = ms;
    this.#address = address;
  }

  answered(answer: Answer): void {
    this.#answers.push({ ...answer, balancer: formatAddress(this.#address) });
  }

  /** With several balancers it says which one gave each answer; host and port are where it was connected last. */
  json(): object {
    const { messages, fallbacks } = this.#options;
    const { host, port } = this.#address;
    const isOne = fallbacks === undefined;
    return {
      host,
      port,
      connectMs: rounded(this.#connectMs),
      ...(!isOne && { switches: this.switches }),
      messages: messages.map((sent, index) => {
        const {
          text: answer = null,
          backend = null,
          balancer = null,
          ms = null,
        } = this.#answers[index] ?? {};
        return { sent, answer, backend, ...(!isOne && { balancer }), ms: rounded(ms) };
      }),
      ms: rounded(performance.now() - this.#startedAt),
    };
  }
}

/** To the microsecond. */
function rounded(ms: number | null): number | null {
  return ms === null ? null : toThousandths(ms);
}
