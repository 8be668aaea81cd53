import { describe, expect, it } from '@jest/globals';
import { FifoStation } from '../../../lib/server/queue/fifo-station.js';
import { SharingStation } from '../../../lib/server/queue/sharing-station.js';
import type { Job, Station } from '../../../lib/server/queue/station.js';
import { seededRandom } from '../../../lib/seeded-random.js';

const job = (workMs: number): Job => ({ workMs, due: 0, gone: false });

/** Completes what is done by then. @returns when each was, by its number */
function runUntil(station: Station, until: number, numbers: ReadonlyMap<Job, number>): [number, number][] {
  const ends: [number, number][] = [];
  while (station.nextEnd <= until) {
    const end = station.nextEnd;
    const done = station.complete();
    if (done === undefined) break;
    done.gone = true;
    ends.push([numbers.get(done) ?? -1, end]);
  }
  return ends;
}

/** Arrivals at these times, each with its work. @returns the end of each, Infinity for those without room */
function endsOf(station: Station, arrivals: readonly (readonly [at: number, work: number])[]): number[] {
  const ends = arrivals.map(() => Infinity);
  const numbers = new Map<Job, number>();
  const note = (until: number): void => {
    for (const [number, end] of runUntil(station, until, numbers)) ends[number] = end;
  };
  arrivals.forEach(([at, work], number) => {
    note(at);
    const arriving = job(work);
    numbers.set(arriving, number);
    station.admit(arriving, at);
  });
  note(Number.MAX_VALUE);
  return ends;
}

describe('a station that serves in turn', () => {
  it('begins a job when the one before it should have ended', () => {
    const station = new FifoStation({ slots: 1, limit: Infinity });
    expect(
      endsOf(station, [
        [0, 10],
        [1, 10],
        [35, 10],
      ]),
    ).toEqual([10, 20, 45]);
  });

  it('works on as many as it has slots', () => {
    const station = new FifoStation({ slots: 2, limit: Infinity });
    expect(
      endsOf(station, [
        [0, 10],
        [0, 4],
        [0, 10],
        [0, 1],
      ]),
    ).toEqual([10, 4, 14, 11]);
  });

  it('agrees with the recursion of Lindley', () => {
    const random = seededRandom(5);
    let at = 0;
    let free = 0;
    const arrivals = Array.from({ length: 2000 }, () => [(at += random() * 2), random() * 1.9] as const);
    const expected = arrivals.map(([arrival, work]) => (free = Math.max(free, arrival) + work));
    const ends = endsOf(new FifoStation({ slots: 1, limit: Infinity }), arrivals);
    expect(Math.max(...ends.map((end, index) => Math.abs(end - (expected[index] ?? 0))))).toBeLessThan(1e-9);
  });

  it('has no room past its limit', () => {
    const station = new FifoStation({ slots: 1, limit: 1 });
    const jobs = [job(10), job(10), job(10)];
    expect(jobs.map((each) => station.admit(each, 0))).toEqual([true, true, false]);
    expect([station.serving, station.waiting]).toEqual([1, 1]);
  });

  it('goes on with the next one when a job leaves', () => {
    const station = new FifoStation({ slots: 1, limit: Infinity });
    const [first, second, third] = [job(10), job(10), job(10)];
    for (const each of [first, second, third]) station.admit(each, 0);
    station.leave(second, 1);
    station.leave(first, 4);
    expect([station.serving, station.waiting, station.nextEnd]).toEqual([1, 0, 14]);
    expect(station.complete()).toBe(third);
    expect(station.nextEnd).toBe(Infinity);
  });

  it('knows how long it can take', () => {
    const station = new FifoStation({ slots: 2, limit: Infinity });
    for (const work of [10, 20, 6]) station.admit(job(work), 0);
    expect(station.idleInMs(5)).toBeGreaterThanOrEqual(15);
    expect(station.idleInMs(5)).toBeLessThan(60);
  });
});

describe('a station that shares its slots', () => {
  it('gives each job an equal share', () => {
    const station = new SharingStation({ slots: 1, limit: Infinity });
    // Alone until 4, then at half speed: 6 are left, and 2 of the second.
    expect(
      endsOf(station, [
        [0, 10],
        [4, 2],
      ]),
    ).toEqual([12, 8]);
  });

  it('works on none faster than on a slot of its own', () => {
    const station = new SharingStation({ slots: 3, limit: Infinity });
    expect(
      endsOf(station, [
        [0, 10],
        [0, 5],
      ]),
    ).toEqual([10, 5]);
  });

  it('is work-conserving: the last one ends when it would in turn', () => {
    const random = seededRandom(6);
    const arrivals = Array.from({ length: 300 }, () => [0, random() * 5] as const);
    const shared = endsOf(new SharingStation({ slots: 1, limit: Infinity }), arrivals);
    expect(Math.max(...shared)).toBeCloseTo(
      arrivals.reduce((sum, [, work]) => sum + work, 0),
      6,
    );
  });

  it('has room for its slots and its limit', () => {
    const station = new SharingStation({ slots: 1, limit: 1 });
    expect([job(1), job(1), job(1)].map((each) => station.admit(each, 0))).toEqual([true, true, false]);
  });

  it('is faster for those who stay when a job leaves', () => {
    const station = new SharingStation({ slots: 1, limit: Infinity });
    const [stays, leaves] = [job(10), job(10)];
    station.admit(stays, 0);
    station.admit(leaves, 0);
    station.leave(leaves, 4);
    expect(station.nextEnd).toBe(12);
    expect(station.complete()).toBe(stays);
  });
});
