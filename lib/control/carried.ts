/** What one process has carried since it started, its live connections included. Plain JSON. */
export interface Carried extends CarriedBytes {
  /** Clients that are connected now. */
  readonly open: number;
  /** Clients that were. */
  readonly ended: number;
}

/** Bytes that were passed on, by the index of the backend. */
export interface CarriedBytes {
  /** From clients to the backend. */
  readonly bytesIn: readonly number[];
  /** From the backend to clients. */
  readonly bytesOut: readonly number[];
}

/** The clients of one of the processes that carry connections. */
export interface ProcessClients {
  /** The number of the worker, from 1 up; null where there is one process. */
  readonly worker: number | null;
  /** Whether it listens, and has answered within 500 ms. */
  readonly up: boolean;
  /** Clients that it has accepted. */
  readonly accepted: number;
}

/** What all processes of a balancer have carried. No figure is ever less than it was. */
export interface CarriedByAll extends CarriedBytes {
  readonly processes: readonly ProcessClients[];
}

/** Adds up what the processes have passed on. */
export function sumOfBytes(parts: readonly CarriedBytes[]): CarriedBytes {
  return {
    bytesIn: sumByIndex(parts.map(({ bytesIn }) => bytesIn)),
    bytesOut: sumByIndex(parts.map(({ bytesOut }) => bytesOut)),
  };
}

/** The greater of two counts of the same, each of which may lag behind. */
export function atLeast(one: CarriedBytes, other: CarriedBytes): CarriedBytes {
  return {
    bytesIn: greaterByIndex(one.bytesIn, other.bytesIn),
    bytesOut: greaterByIndex(one.bytesOut, other.bytesOut),
  };
}

function sumByIndex(lists: readonly (readonly number[])[]): number[] {
  const sums: number[] = [];
  for (const list of lists)
    for (const [index, value] of list.entries()) sums[index] = (sums[index] ?? 0) + value;
  return sums;
}

function greaterByIndex(one: readonly number[], other: readonly number[]): number[] {
  const length = Math.max(one.length, other.length);
  return Array.from({ length }, (_, index) => Math.max(one[index] ?? 0, other[index] ?? 0));
}
