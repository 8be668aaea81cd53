import type { Beat, LabChange, LabView, SessionClaim, SharedSession, SharedStore } from '../shared-store.js';
import type { MemoryLab } from './memory-lab.js';

/** What a store has to hold. */
export type HeldLab = Pick<MemoryLab, keyof MemoryLab>;

/** The store of balancers of one process: answers at once, and is never away. */
export class MemoryStore implements SharedStore {
  readonly #lab: HeldLab;
  readonly #now: () => number;

  /** @param now - the store's clock, in milliseconds */
  constructor(lab: HeldLab, now: () => number) {
    this.#lab = lab;
    this.#now = now;
  }

  async open(): Promise<void> {
    return Promise.resolve();
  }

  async beat(beat: Beat): Promise<LabView> {
    return Promise.resolve(this.#lab.beat(beat, this.#now()));
  }

  async lookUp(keys: readonly string[]): Promise<(string | null)[]> {
    return Promise.resolve(this.#lab.lookUp(keys, this.#now()));
  }

  async renew(entries: readonly SharedSession[], ttlMs: number): Promise<(string | null)[]> {
    return Promise.resolve(this.#lab.renew(entries, ttlMs, this.#now()));
  }

  async claim(claims: readonly SessionClaim[], by: string): Promise<string[]> {
    return Promise.resolve(this.#lab.claim(claims, by, this.#now()));
  }

  async change(change: LabChange, by: string): Promise<void> {
    this.#lab.change(change, by, this.#now());
    return Promise.resolve();
  }

  async leave(id: string): Promise<void> {
    this.#lab.leave(id);
    return Promise.resolve();
  }

  close(): void {
    // There is no connection.
  }
}
