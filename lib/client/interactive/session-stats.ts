import { printable } from '../../printable.js';
import { increment, sortedByName } from '../load/counts.js';
import { DurationHistogram, type LoadReport, type Quantiles } from '../load/load-report.js';

/** What a session has seen. */
export class SessionStats {
  readonly #latency = new DurationHistogram();
  readonly #backends = new Map<string, number>();
  /** Answers by the address that they came through. */
  readonly #balancers = new Map<string, number>();
  #switches = 0;
  #sent = 0;
  #answers = 0;
  #bursts = 0;
  #burstConnections = 0;
  #burstOk = 0;
  readonly #burstBackends = new Map<string, number>();

  sent(): void {
    this.#sent++;
  }

  /** @param through - the address that it came from */
  answered(backend: string | undefined, ms: number, through: string): void {
    this.#answers++;
    increment(this.#balancers, through);
    this.#latency.record(ms);
    if (backend !== undefined) increment(this.#backends, backend);
  }

  /** The client has gone on at another address. */
  switched(): void {
    this.#switches++;
  }

  burst({ connections, ok, backends }: LoadReport): void {
    this.#bursts++;
    this.#burstConnections += connections;
    this.#burstOk += ok;
    for (const [name, number] of Object.entries(backends)) increment(this.#burstBackends, name, number);
  }

  /** One line. */
  summary(): string {
    const parts = [`${this.#sent} sent`, `${this.#answers} answered`];
    if (this.#backends.size > 0) parts.push(namedCounts(sortedByName(this.#backends)));
    if (this.#switches > 0) {
      parts.push(`${this.#switches} ${this.#switches === 1 ? 'switch' : 'switches'}`);
      if (this.#answers > 0) parts.push(`through ${namedCounts(Object.fromEntries(this.#balancers))}`);
    }
    if (this.#answers > 0) parts.push(latencies(this.#latency.quantiles()));
    if (this.#bursts > 0) parts.push(this.#burstSummary());
    return parts.join(' · ');
  }

  #burstSummary(): string {
    const parts = [`${this.#burstConnections} connections`, `${this.#burstOk} ok`];
    if (this.#burstBackends.size > 0) parts.push(namedCounts(sortedByName(this.#burstBackends)));
    return `${this.#bursts} burst${this.#bursts === 1 ? '' : 's'}: ${parts.join(', ')}`;
  }
}

/** A load run in one line. */
export function loadSummary({ connections, ok, errors, backends, seconds, latencyMs }: LoadReport): string {
  const parts = [`${connections} connections in ${seconds} s`, `${ok} ok`];
  for (const [kind, number] of Object.entries(errors)) parts.push(`${number} ${kind}`);
  if (Object.keys(backends).length > 0) parts.push(namedCounts(backends));
  if (ok > 0) parts.push(latencies(latencyMs));
  return parts.join(' · ');
}

export function milliseconds(ms: number | null): string {
  if (ms === null) return '–';
  return `${ms.toFixed(ms < 100 ? 2 : 0)} ms`;
}

function namedCounts(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, number]) => `${printable(name)}: ${number}`)
    .join(', ');
}

function latencies({ p50, p99, max }: Quantiles): string {
  return `p50 ${milliseconds(p50)}, p99 ${milliseconds(p99)}, max ${milliseconds(max)}`;
}
