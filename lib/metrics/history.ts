import type { Distribution } from '../control/distribution.js';
import { BackendSeries, type BackendPoint } from './backend-series.js';
import type { BalancerReadings } from './balancer-readings.js';
import { percentileBetween } from './percentile.js';

/** Seconds that are kept. */
export const HISTORY_SECONDS = 900;
const SECOND_MS = 1000;

/** Where a history reads. */
interface HistorySource {
  readings(): Promise<BalancerReadings>;
}

type Ends = Readonly<Partial<Record<string, number>>>;

/** What is kept of the balancer each second. */
export interface TotalsPoint {
  /** In milliseconds since the epoch. */
  readonly time: number;
  /** Since the reading before: more than a second where the process was held up. */
  readonly lastedMs: number;
  readonly accepted: number;
  readonly open: number;
  readonly waiting: number;
  /** Connections that ended in this second, by how. */
  readonly ended: Ends;
}

/** Counts of the second before, of which this one's are the difference. */
interface Before {
  readonly time: number;
  readonly accepted: number;
  readonly ends: Ends;
  readonly backends: ReadonlyMap<string, BackendCounts>;
}

interface BackendCounts {
  readonly opened: number;
  readonly failed: number;
  readonly firstByte: Distribution | undefined;
}

/** The last 15 minutes of a balancer, second by second, since somebody first looked, so that a chart has a past when its page is loaded again. */
export class History {
  readonly #source: HistorySource;
  readonly totals: TotalsPoint[] = [];
  readonly backends = new Map<string, BackendSeries>();
  /** The number of the next second. */
  #next = 0;
  #before: Before | undefined;
  #isReading = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(source: HistorySource) {
    this.#source = source;
  }

  /** Reads each second from now on, until {@link stop}: it costs a look at each live connection, so that nobody who does not ask pays. */
  start(): void {
    this.#timer ??= setInterval(() => void this.read(), SECOND_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** The number of the oldest second that is kept. */
  get firstAt(): number {
    return this.#next - this.totals.length;
  }

  /** Reads now. The first reading is only what the next one is compared with. */
  async read(time = Date.now()): Promise<void> {
    if (this.#isReading) return; // workers have not answered yet
    this.#isReading = true;
    try {
      this.#add(await this.#source.readings(), time);
    } finally {
      this.#isReading = false;
    }
  }

  #add({ snapshot, measured, clients }: BalancerReadings, time: number): void {
    const before = this.#before;
    const counted = new Map(measured.backends.map((backend) => [backend.name, backend]));
    const backends = new Map(
      snapshot.backends.map(({ name, load: { opened, failed } }) => {
        const firstByte = counted.get(name)?.times?.firstByte;
        return [name, { opened, failed, firstByte }] as const;
      }),
    );
    this.#before = { time, accepted: clients.accepted, ends: { ...clients.ends }, backends };
    if (before === undefined) return;
    const { accepted, open, ends } = clients;
    const ended = difference(ends, before.ends);
    const { waiting } = snapshot;
    const lastedMs = time > before.time ? time - before.time : SECOND_MS; // the clock was set back
    this.totals.push({ time, lastedMs, accepted: accepted - before.accepted, open, waiting, ended });
    if (this.totals.length > HISTORY_SECONDS) this.totals.shift();
    for (const { name, load, effective } of snapshot.backends) {
      const now = backends.get(name);
      const then = before.backends.get(name);
      if (now !== undefined)
        this.#seriesOf(name).set(this.#next, pointOf(load.open, effective.active, now, then));
    }
    this.#passOver(backends);
    this.#next += 1;
  }

  /** Those that are gone have no point; what is older than all that is kept is forgotten. */
  #passOver(present: ReadonlyMap<string, unknown>): void {
    for (const [name, series] of this.backends) {
      if (!present.has(name)) series.set(this.#next, undefined);
      if (this.#next - series.lastAt >= HISTORY_SECONDS) this.backends.delete(name);
    }
  }

  #seriesOf(name: string): BackendSeries {
    const known = this.backends.get(name) ?? new BackendSeries(HISTORY_SECONDS);
    this.backends.set(name, known);
    return known;
  }
}

function pointOf(
  open: number,
  isActive: boolean,
  now: BackendCounts,
  then: BackendCounts | undefined,
): BackendPoint {
  const { opened, failed, firstByte } = now;
  const percentile = (share: number): number =>
    firstByte === undefined ? NaN : percentileBetween(then?.firstByte, firstByte, share);
  return {
    open,
    opened: opened - (then?.opened ?? 0),
    failed: failed - (then?.failed ?? 0),
    active: Number(isActive),
    p50: percentile(0.5),
    p99: percentile(0.99),
  };
}

/** Of those that are greater now. */
function difference(now: Ends, before: Ends): Ends {
  const entries = Object.entries(now).map(([end, count = 0]) => [end, count - (before[end] ?? 0)] as const);
  return Object.fromEntries(entries.filter(([, count]) => count > 0));
}
