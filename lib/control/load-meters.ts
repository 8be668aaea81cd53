import type { Backend } from '../routing/backend.js';
import type { CarriedBytes } from './carried.js';
import type { Distribution } from './distribution.js';
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

/** Of the times that connecting takes, and of those to the first byte, in milliseconds. */
const CONNECT_BOUNDS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000];
const FIRST_BYTE_BOUNDS = [0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000];

const NO_METER = new LoadMeter();
const NO_LOAD = NO_METER.figures;

/** Measures the connections to each backend, at the cost of three increments for each connection. */
export class LoadMeters {
  /** By index; only of those that were ever connected to. */
  readonly #meters: (LoadMeter | undefined)[] = [];
  /** Bytes that connections passed which are over, by the index of the backend. They are not taken out. */
  readonly #bytesIn: number[] = [];
  readonly #bytesOut: number[] = [];
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
    this.#count(backend.index, bytesIn, bytesOut);
  }

  /** The backend could not be reached. */
  failed(backend: Backend): void {
    this.#of(backend.index).failed++;
  }

  of(backend: Backend): LoadFigures {
    return this.#meters[backend.index]?.figures ?? NO_LOAD;
  }

  /** How long it took to connect, and until the first byte had come. */
  timesOf(backend: Backend): { readonly connect: Distribution; readonly firstByte: Distribution } {
    const { connectMs, firstByteMs } = this.#meters[backend.index] ?? NO_METER;
    return {
      connect: connectMs.distribution(CONNECT_BOUNDS),
      firstByte: firstByteMs.distribution(FIRST_BYTE_BOUNDS),
    };
  }

  /** Bytes that were passed on by connections that are over, whether or not they were taken out. */
  get passedBytes(): CarriedBytes {
    return { bytesIn: Array.from(this.#bytesIn, orZero), bytesOut: Array.from(this.#bytesOut, orZero) };
  }

  /** Adds what another process has measured. */
  add(reports: readonly LoadDelta[]): void {
    for (const { backend, bytesIn, bytesOut, connectMs, firstByteMs } of reports) {
      const meter = this.#of(backend);
      meter.bytesIn += bytesIn;
      meter.bytesOut += bytesOut;
      this.#count(backend, bytesIn, bytesOut);
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

  #count(index: number, bytesIn: number, bytesOut: number): void {
    this.#bytesIn[index] = (this.#bytesIn[index] ?? 0) + bytesIn;
    this.#bytesOut[index] = (this.#bytesOut[index] ?? 0) + bytesOut;
  }

  #of(index: number): LoadMeter {
    this.#measured?.();
    return (this.#meters[index] ??= new LoadMeter());
  }
}

function orZero(count: number | undefined): number {
  return count ?? 0;
}
