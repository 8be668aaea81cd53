import { sendMessages, type Answer, type SendMessagesOptions } from '../client/one-shot.js';
import { TerminalText } from '../client/terminal-text.js';
import { LbsimError } from '../errors.js';
import { jsonLine } from './json-line.js';
import { exitWhenInterrupted } from './signals.js';

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
  const onAnswer = json ? (answer: Answer) => record.answers.push(answer) : printAnswer;
  try {
    await sendMessages({ ...options, onAnswer, onConnected: (ms) => (record.connectMs = ms) });
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
  readonly answers: Answer[] = [];
  connectMs: number | null = null;
  readonly #options: Pick<SendMessagesOptions, 'host' | 'port' | 'messages'>;
  readonly #startedAt = performance.now();

  constructor(options: Pick<SendMessagesOptions, 'host' | 'port' | 'messages'>) {
    this.#options = options;
  }

  json(): object {
    const { host, port, messages } = this.#options;
    return {
      host,
      port,
      connectMs: rounded(this.connectMs),
      messages: messages.map((sent, index) => {
        const { text: answer = null, backend = null, ms = null } = this.answers[index] ?? {};
        return { sent, answer, backend, ms: rounded(ms) };
      }),
      ms: rounded(performance.now() - this.#startedAt),
    };
  }
}

/** To the microsecond. */
function rounded(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms * 1000) / 1000;
}
