import { formatAddress, type Address } from '../../net/address.js';
import { increment, sortedByName } from './counts.js';

/** What one of several balancers has done. */
export interface ThroughBalancer {
  /** Right answers that came through it. */
  readonly answers: number;
  /** The same by the name of the backend that gave them. */
  readonly backends: Readonly<Record<string, number>>;
}

/** What a load with several balancers saw of them. */
export interface FailoverReport {
  /** By address, in the order in which they were given. */
  readonly balancers: Readonly<Record<string, ThroughBalancer>>;
  /** How often a connection went on at another balancer, as the one that it was at was away. */
  readonly switches: number;
  /** Messages that got no answer and were sent again at another balancer. */
  readonly resent: number;
  /**
   * Whose backend was the same after a switch, and whose was another. It is compared with the one that had answered on that
   * connection, or else with the one that gave the last ten answers through the balancer that is away; `unknown` where there is
   * none, or no named answer afterwards.
   */
  readonly backend: { readonly same: number; readonly other: number; readonly unknown: number };
}

/** Answers in a row that make a backend the one of new connections. */
const IN_A_ROW = 10;

/** Gathers a {@link FailoverReport}. */
export class FailoverRecorder {
  readonly #backends: ReadonlyMap<Address, Map<string | undefined, number>>;
  readonly #latest = new Map<Address, { readonly backend: string | undefined; readonly inARow: number }>();
  #switches = 0;
  #resent = 0;
  #same = 0;
  #other = 0;

  constructor(targets: readonly Address[]) {
    this.#backends = new Map(targets.map((target) => [target, new Map<string | undefined, number>()]));
  }

  answered(through: Address, backend: string | undefined): void {
    const backends = this.#backends.get(through);
    if (backends === undefined) return;
    const latest = this.#latest.get(through);
    // What came first counts for as much as is needed: simultaneous first connections of a client may have several backends.
    const before = latest === undefined ? IN_A_ROW : latest.backend === backend ? latest.inARow : 0;
    this.#latest.set(through, { backend, inARow: before + 1 });
    increment(backends, backend);
  }

  switched(): void {
    this.#switches++;
  }

  resent(): void {
    this.#resent++;
  }

  /** The first answer after a switch has come. @param before - who was to give it, if that is known */
  answeredAfterSwitch(before: string | undefined, after: string | undefined): void {
    if (before === undefined || after === undefined) return;
    if (before === after) this.#same++;
    else this.#other++;
  }

  /** The backend that gave the last ten answers through that balancer, or all of fewer; undefined where several did. */
  steadyBackend(through: Address): string | undefined {
    const { backend, inARow = 0 } = this.#latest.get(through) ?? {};
    return inARow >= IN_A_ROW ? backend : undefined;
  }

  report(): FailoverReport {
    const [switches, resent, same, other] = [this.#switches, this.#resent, this.#same, this.#other];
    return {
      balancers: Object.fromEntries(
        [...this.#backends].map(([target, backends]) => [formatAddress(target), throughOf(backends)]),
      ),
      switches,
      resent,
      backend: { same, other, unknown: switches - same - other },
    };
  }
}

function throughOf(backends: ReadonlyMap<string | undefined, number>): ThroughBalancer {
  const named = [...backends].filter((entry): entry is [string, number] => entry[0] !== undefined);
  return {
    answers: [...backends.values()].reduce((sum, answers) => sum + answers, 0),
    backends: sortedByName(new Map(named)),
  };
}
