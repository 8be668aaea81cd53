import type { ClientRequests } from './client-requests.js';

/** Answers that a client may have waiting before nothing more is read from it, and their bytes. */
const MOST = 1000;
const MOST_BYTES = 256 * 1024;

interface AnswerHooks {
  readonly send: (bytes: Buffer) => void;
  /** Called when answers have been sent. */
  readonly sent: () => void;
  /** Called for each answer that is done. */
  readonly onAnswer: (() => void) | undefined;
}

interface Answer {
  readonly bytes: Buffer;
  isDone: boolean;
}

/** The answers of one client, each of which is a request at the queue; sent in the order of the requests. */
export class AnswersInTurn {
  readonly #requests: ClientRequests;
  readonly #hooks: AnswerHooks;
  readonly #answers: Answer[] = [];
  #bytes = 0;

  constructor(requests: ClientRequests, hooks: AnswerHooks) {
    this.#requests = requests;
    this.#hooks = hooks;
  }

  /** Whether all are sent. */
  get isEmpty(): boolean {
    return this.#answers.length === 0;
  }

  get hasRoom(): boolean {
    return this.#answers.length < MOST && this.#bytes < MOST_BYTES;
  }

  /** @returns false if the queue is full */
  add(bytes: Buffer): boolean {
    const answer = { bytes, isDone: false };
    this.#answers.push(answer);
    this.#bytes += bytes.length;
    return this.#requests.arrive(() => {
      answer.isDone = true;
      this.#hooks.onAnswer?.();
      this.#sendThoseDone();
    });
  }

  #sendThoseDone(): void {
    const waiting = this.#answers.findIndex(({ isDone }) => !isDone);
    const done = this.#answers.splice(0, waiting < 0 ? this.#answers.length : waiting);
    if (done.length === 0) return;
    const bytes = Buffer.concat(done.map((answer) => answer.bytes));
    this.#bytes -= bytes.length;
    this.#hooks.send(bytes);
    this.#hooks.sent();
  }
}
