import { isDeepStrictEqual } from 'node:util';
import { errorText } from '../error-text.js';
import type { AdminState } from '../routing/backend.js';
import type { BackendRegistry } from '../routing/backend-registry.js';
import type { OperatorWord, OperatorWords } from './shared-store.js';

/** What the operator's words can change; `by` says whose they are. Both throw what makes no sense. */
export interface Operable {
  setAdmin(name: string, admin: AdminState | null, by?: string): void;
  setWeight(name: string, weight: number | null, by?: string): void;
}

const LAB = 'lab';
const UNREADABLE = 'what the store has cannot be read; the next word replaces it';

/** Carries out what an operator has told all balancers of the lab, each word once. */
export class LabWords {
  readonly #registry: BackendRegistry;
  readonly #operable: Operable;
  readonly #carriedOut = new Map<string, OperatorWord>();

  constructor(registry: BackendRegistry, operable: Operable) {
    this.#registry = registry;
    this.#operable = operable;
  }

  /** @returns what could not be carried out, and why */
  carryOut({ backends, unreadable = [] }: OperatorWords): { backend: string; reason: string }[] {
    const refused = Object.entries(backends).flatMap(([name, word]) => {
      const before = this.#carriedOut.get(name) ?? {};
      // A backend that this balancer does not have may yet come.
      if (this.#registry.find(name) === undefined || isDeepStrictEqual(before, word)) return [];
      this.#carriedOut.set(name, word);
      try {
        this.#say(name, before, word);
        return [];
      } catch (error) {
        return [{ backend: name, reason: errorText(error) }];
      }
    });
    return [...refused, ...unreadable.map((backend) => ({ backend, reason: UNREADABLE }))];
  }

  /** For a store that may have lost them: what has been carried out here. */
  get known(): readonly (readonly [backend: string, word: OperatorWord])[] {
    return [...this.#carriedOut];
  }

  #say(name: string, before: OperatorWord, { admin, weight, by = LAB }: OperatorWord): void {
    if (admin !== undefined && admin !== before.admin) this.#operable.setAdmin(name, admin, by);
    if (weight !== undefined && weight !== before.weight) this.#operable.setWeight(name, weight, by);
  }
}
