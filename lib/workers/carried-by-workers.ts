import { sumOfBytes, type Carried, type CarriedBytes, type ProcessClients } from '../control/carried.js';

/** For this time workers are not asked again, in milliseconds. */
const FRESH_MS = 1000;

/** A worker that can be asked. */
export interface CarryingWorker {
  /** Undefined when it does not answer within 500 ms, or does not listen. */
  carried(): Promise<Carried | undefined>;
}

/** What the workers of a group have carried, as they last told it. Of those that are lost, it is kept. */
export class CarriedByWorkers {
  readonly #workers: ReadonlyMap<number, CarryingWorker>;
  readonly #answers = new Map<CarryingWorker, Carried>();
  readonly #silent = new Set<CarryingWorker>();
  #lost: CarriedBytes = { bytesIn: [], bytesOut: [] };
  #asking: Promise<unknown> | undefined;
  #askedAt = -Infinity;

  /** @param workers - those that there are, by number */
  constructor(workers: ReadonlyMap<number, CarryingWorker>) {
    this.#workers = workers;
  }

  /** Asks all, unless that was done less than a second ago. */
  async refresh(): Promise<void> {
    const now = performance.now();
    if (this.#asking === undefined || now - this.#askedAt >= FRESH_MS) {
      this.#askedAt = now;
      this.#asking = Promise.all([...this.#workers.values()].map(async (worker) => this.#ask(worker)));
    }
    await this.#asking;
  }

  get bytes(): CarriedBytes {
    return sumOfBytes([this.#lost, ...this.#answers.values()]);
  }

  get processes(): ProcessClients[] {
    return [...this.#workers].map(([worker, process]) => {
      const answer = this.#answers.get(process);
      const accepted = answer === undefined ? 0 : answer.ended + answer.open;
      return { worker, up: answer !== undefined && !this.#silent.has(process), accepted };
    });
  }

  /** The worker is gone. */
  lost(worker: CarryingWorker): void {
    const answer = this.#answers.get(worker);
    if (answer !== undefined) this.#lost = sumOfBytes([this.#lost, answer]);
    this.#answers.delete(worker);
    this.#silent.delete(worker);
  }

  async #ask(worker: CarryingWorker): Promise<void> {
    const answer = await worker.carried();
    if (![...this.#workers.values()].includes(worker)) return; // it is gone
    if (answer === undefined) this.#silent.add(worker);
    else {
      this.#silent.delete(worker);
      this.#answers.set(worker, answer);
    }
  }
}
