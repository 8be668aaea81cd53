import type { Backend } from '../routing/backend.js';
import { TimeHistogram, type Percentiles } from './time-histogram.js';

/** What the connections to one backend were like, since it joined. Plain JSON. */
export interface LoadFigures {
  /** Connections that were established. */
  readonly opened: number;
  /** Attempts to connect that failed. */
  readonly failed: number;
  /** From clients, passed on to it by connections that are over. */
  readonly bytesIn: number;
  /** From it, passed on to clients by connections that are over. */
  readonly bytesOut: number;
  /** How long it took to connect; null before the first connection. */
  readonly connectMs: Percentiles | null;
  /** From the start of the connection to the first byte that it sent; null before the first. */
  readonly firstByteMs: Percentiles | null;
}

/** What was measured of one backend since the last report, as JSON. */
export interface LoadDelta {
  /** By index. */
  readonly backend: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** As `sparse` of a {@link TimeHistogram}. */
  readonly connectMs: readonly number[];
  readonly firstByteMs: readonly number[];
}

/** The meter of one backend. */
class LoadMeter {
  failed = 0;
  bytesIn = 0;
  bytesOut = 0;
  readonly connectMs = new TimeHistogram();
  readonly firstByteMs = new TimeHistogram();

  get figures(): LoadFigures {
    const { failed, bytesIn, bytesOut, connectMs, firstByteMs } = this;
    return {
      ...{ opened: connectMs.total, failed, bytesIn, bytesOut },
      connectMs: connectMs.percentiles,
      firstByteMs: firstByteMs.percentiles,
    };
  }
}

const NO_LOAD = new LoadMeter().figures;

/** Measures the connections to each backend, at the cost of three increments for each connection. */
export class LoadMeters {
  /** By index; only of those that were ever connected to. */
  readonly #meters: (LoadMeter | undefined)[] = [];
  readonly #measured: (() => void) | undefined;

  /** @param measured - called with each measurement, before it */
  constructor(measured?: () => void) {
    this.#measured = measured;
  }

  /** A connection to the backend was established, after that time in milliseconds. */
  connected(backend: Backend, ms: number): void {
    this.#of(backend.index).connectMs.record(ms);
  }

  /** The first byte of the backend has come, that long after the connection was begun, in milliseconds. */
  answered(backend: Backend, ms: number): void {
    this.#of(backend.index).firstByteMs.record(ms);
  }

  /** A connection to the backend is over. @param bytesIn - passed on to it @param bytesOut - passed on to the client */
  passed(backend: Backend, bytesIn: number, bytesOut: number): void {
    const meter = this.#of(backend.index);
    meter.bytesIn += bytesIn;
    meter.bytesOut += bytesOut;
  }

  /** The backend could not be reached. */
  failed(backend: Backend): void {
    this.#of(backend.index).failed++;
  }

  of(backend: Backend): LoadFigures {
    return this.#meters[backend.index]?.figures ?? NO_LOAD;
  }

  /** Adds what another process has measured. */
  add(reports: readonly LoadDelta[]): void {
    for (const { backend, bytesIn, bytesOut, connectMs, firstByteMs } of reports) {
      const meter = this.#of(backend);
      meter.bytesIn += bytesIn;
      meter.bytesOut += bytesOut;
      meter.connectMs.add(connectMs);
      meter.firstByteMs.add(firstByteMs);
    }
  }

  /** Takes out what was measured, and begins anew. */
  take(): LoadDelta[] {
    const meters = this.#meters.splice(0);
    return meters.flatMap((meter, backend) => {
      if (meter === undefined) return [];
      const { bytesIn, bytesOut, connectMs, firstByteMs } = meter;
      return [{ backend, bytesIn, bytesOut, connectMs: connectMs.sparse, firstByteMs: firstByteMs.sparse }];
    });
  }

  #of(index: number): LoadMeter {
    this.#measured?.();
    return (this.#meters[index] ??= new LoadMeter());
  }
}
