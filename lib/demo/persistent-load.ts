import { ClientFailure } from '../client/failure.js';

/** Asks a question. @returns the name of who answered; rejects when the connection is lost */
type Ask = (line: string) => Promise<string | undefined>;

/** How often a client asks the same question before it gives up. */
const MAX_TRIES = 5;

/**
 * Clients that do as people do: they ask one question after another, and a question whose connection is lost is asked
 * again on a new one.
 */
export class PersistentLoad {
  asked = 0;
  answered = 0;
  /** Questions that were asked more than once. */
  askedAgain = 0;
  readonly #ask: Ask;
  readonly #clients: number;
  readonly #answers = new Map<string, number>();
  readonly #watchers = new Set<() => void>();
  #stopped = false;

  constructor(ask: Ask, clients: number) {
    this.#ask = ask;
    this.#clients = clients;
  }

  /** @returns when all clients have stopped */
  async run(): Promise<void> {
    await Promise.all(Array.from({ length: this.#clients }, () => this.#askOn()));
  }

  /** Lets every client finish the question it is at. */
  stop(): void {
    this.#stopped = true;
  }

  answersOf(backend: string): number {
    return this.#answers.get(backend) ?? 0;
  }

  /** Resolves when it holds, which is looked at after each answer, or when the load has stopped. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds() && !this.#stopped) await new Promise<void>((look) => this.#watchers.add(look));
  }

  async #askOn(): Promise<void> {
    while (!this.#stopped) {
      const backend = await this.#askUntilAnswered(`question ${++this.asked}`);
      if (backend === undefined) continue;
      this.answered++;
      this.#answers.set(backend, this.answersOf(backend) + 1);
      for (const look of this.#watchers) look();
      this.#watchers.clear();
    }
  }

  /** @returns undefined when it was given up */
  async #askUntilAnswered(line: string): Promise<string | undefined> {
    for (let tries = 1; tries <= MAX_TRIES; tries++) {
      if (tries === 2) this.askedAgain++;
      try {
        return await this.#ask(line);
      } catch (error) {
        if (!(error instanceof ClientFailure)) throw error;
      }
    }
    return undefined;
  }
}
