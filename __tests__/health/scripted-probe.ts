import type { BackendProbe } from '../../lib/health/monitor-options.js';
import type { FailureKind } from '../../lib/failure.js';

/** What a backend answers to a probe, and how long it takes; an answer that comes after the timeout is none. */
export interface Answer {
  readonly result: 'ok' | FailureKind;
  readonly afterMs: number;
}

/** Stands in for the network: backends, told apart by their ports, answer as the test says. */
export class ScriptedProbe {
  /** When the probes of each port were begun, by the test's clock. */
  readonly begunAt = new Map<number, number[]>();
  /** Probes under way now, and the most that ever were, of one port. */
  readonly #underWay = new Map<number, number>();
  mostAtOnce = 0;
  cancelled = 0;
  readonly #answers = new Map<number, Answer>();

  /** From now on the backend at `port` answers so; without a word it is well after 1 ms. */
  set(port: number, result: Answer['result'], afterMs = 1): void {
    this.#answers.set(port, { result, afterMs });
  }

  /** How many probes have been begun, of one port or of all. */
  count(port?: number): number {
    const times = port === undefined ? [...this.begunAt.values()].flat() : this.begunAt.get(port);
    return times?.length ?? 0;
  }

  /** The pauses between the starts of the probes of a port. */
  gaps(port: number): number[] {
    const times = this.begunAt.get(port) ?? [];
    return times.slice(1).map((time, index) => time - (times[index] ?? NaN));
  }

  readonly probe: BackendProbe = ({ port }, timeoutMs, done) => {
    const { result, afterMs } = this.#answers.get(port) ?? { result: 'ok', afterMs: 1 };
    this.begunAt.set(port, [...(this.begunAt.get(port) ?? []), performance.now()]);
    this.#begin(port);
    const timer = setTimeout(
      () => {
        this.#end(port);
        if (afterMs > timeoutMs) done({ ok: false, reason: 'connect_timeout' });
        else done(result === 'ok' ? { ok: true } : { ok: false, reason: result });
      },
      Math.min(afterMs, timeoutMs),
    );
    return () => {
      clearTimeout(timer);
      this.#end(port);
      this.cancelled++;
    };
  };

  #begin(port: number): void {
    const underWay = (this.#underWay.get(port) ?? 0) + 1;
    this.#underWay.set(port, underWay);
    this.mostAtOnce = Math.max(this.mostAtOnce, underWay);
  }

  #end(port: number): void {
    this.#underWay.set(port, (this.#underWay.get(port) ?? 0) - 1);
  }
}
