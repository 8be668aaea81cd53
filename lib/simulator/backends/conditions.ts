import type { ProbeResult } from '../../health/probe.js';

/** How a backend takes what comes to it. */
export type Condition = 'well' | 'refusing' | 'silent' | 'failing';

/** The condition of each backend, by its number. */
export class Conditions {
  readonly #conditions: Condition[];

  constructor(backends: number) {
    this.#conditions = Array.from({ length: backends }, () => 'well');
  }

  of(backend: number): Condition {
    return this.#conditions[backend] ?? 'well';
  }

  set(backend: number, condition: Condition): void {
    this.#conditions[backend] = condition;
  }

  /**
   * What comes of a TCP connection that is opened to the backend now.
   *
   * @returns undefined when nothing does, until a timeout
   */
  answerTo(backend: number): ProbeResult | undefined {
    switch (this.of(backend)) {
      case 'well':
      case 'failing':
        return { ok: true };
      case 'refusing':
        return { ok: false, reason: 'connection_refused' };
      case 'silent':
        return undefined;
    }
  }
}
