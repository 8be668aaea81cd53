/** The keys of a lab. Their common hash tag, in braces, keeps them on one node where a store is spread over several. */
export class LabKeys {
  readonly #prefix: string;

  /** @param lab - its name, without braces */
  constructor(lab: string) {
    this.#prefix = `lbsim:{${lab}}:`;
  }

  /** Sorted set: id of a member → time of its last beat. */
  get ids(): string {
    return `${this.#prefix}ids`;
  }

  /** Hash: id of a member → its state as JSON. */
  get members(): string {
    return `${this.#prefix}members`;
  }

  /** Stream of what has become of sessions. */
  get notices(): string {
    return `${this.#prefix}notices`;
  }

  /** Hash of the operator's words: `revision`, `since` when the store has them, and a field for each backend. */
  get words(): string {
    return `${this.#prefix}words`;
  }

  /** The name of a client's backend. */
  session(key: string): string {
    return `${this.#prefix}s:${key}`;
  }

  get sessionPattern(): string {
    return `${this.#prefix}s:*`;
  }

  static wordField(backend: string): string {
    return `b:${backend}`;
  }

  /** @returns undefined for a field of no backend */
  static backendOf(field: string): string | undefined {
    return field.startsWith('b:') ? field.slice(2) : undefined;
  }
}
