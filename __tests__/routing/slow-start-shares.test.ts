import { describe, expect, it } from '@jest/globals';
import type { Backend } from '../../lib/routing/backend.js';
import { createBrain } from '../../lib/routing/brain.js';
import { ALGORITHMS } from '../../lib/schedulers/index.js';
import { seededRandom } from '../../lib/seeded-random.js';
import { backendsOf } from '../recording/recorded.js';

const NONE: ReadonlySet<Backend> = new Set();
const HOUR = 3_600_000;
/** As by `SlowStart`. */
const FIRST_WARMTH = 0.1;

interface Course {
  readonly backends: number;
  /** Connections that stay open; with none, each ends before the next one begins. */
  readonly held: number;
  /** How warm the backend is that came back: 0.1 when it has just done so. */
  readonly warmth: number;
  /** Of what the others take to answer, what it takes. */
  readonly latency: number;
}

/** What share of the next clients a backend has that came back after it was away for so long that averages decayed. */
function shareOfOneThatCameBack(algorithm: string, { backends, held, warmth, latency }: Course): number {
  const settings = {
    algorithm,
    slowStartMs: 1000 * HOUR,
    backends: backendsOf(Array<number>(backends).fill(1)),
  };
  const { pool, router } = createBrain(settings, { random: seededRandom(7) });
  const last = pool.backends.at(-1);
  if (last === undefined) throw new Error('there are some');
  for (const backend of pool.backends) pool.setHealthy(backend, true);
  const random = seededRandom(3);
  let open: Backend[] = [];
  let now = 0;
  let clients = 0;
  const close = (backend: Backend): void => {
    pool.answered(backend, backend === last ? 10 * latency : 10, now);
    pool.closed(backend);
  };
  const connect = (): Backend => {
    pool.advance(++now);
    const route = router.route(`10.0.${clients >> 8}.${clients++ & 255}`, NONE, now);
    if (route === undefined) throw new Error('one is up');
    pool.opened(route.backend);
    open.push(route.backend);
    if (open.length > held) open.splice(Math.floor(random() * open.length), 1).forEach(close);
    return route.backend;
  };
  for (let client = 0; client < 1000; client++) connect();
  pool.setHealthy(last, false);
  open.filter((backend) => backend === last).forEach(close);
  open = open.filter((backend) => backend !== last);
  for (let client = 0; client < 500; client++) connect();
  now += HOUR;
  pool.setHealthy(last, true);
  pool.cameBack(last, now - ((warmth - FIRST_WARMTH) / (1 - FIRST_WARMTH)) * settings.slowStartMs);
  const given = Array.from({ length: 3000 }, connect);
  return given.filter((backend) => backend === last).length / given.length;
}

const COURSES: readonly Course[] = [
  { backends: 2, held: 0, warmth: 0.1, latency: 1 },
  { backends: 2, held: 0, warmth: 0.55, latency: 1 },
  { backends: 5, held: 0, warmth: 0.1, latency: 1 },
  { backends: 2, held: 40, warmth: 0.1, latency: 1 },
  { backends: 5, held: 40, warmth: 0.1, latency: 1 },
];

describe('a backend in slow start', () => {
  it.each(ALGORITHMS.flatMap((algorithm) => COURSES.map((course) => ({ algorithm, ...course }))))(
    'gets about its share: $algorithm, one of $backends, $held connections held, warmth $warmth',
    ({ algorithm, ...course }) => {
      const due = course.warmth / (course.backends - 1 + course.warmth);
      const share = shareOfOneThatCameBack(algorithm, course);
      expect(share).toBeGreaterThan(0.6 * due);
      expect(share).toBeLessThan(1.4 * due);
    },
  );

  it.each([2, 5])('gets no more of peak-ewma for answering faster than the others: one of %i', (backends) => {
    const course = { backends, held: 0, latency: 0.1 };
    expect(shareOfOneThatCameBack('peak-ewma', { ...course, warmth: 0.1 })).toBeLessThan(0.15);
    expect(shareOfOneThatCameBack('peak-ewma', { ...course, warmth: 1 })).toBeGreaterThan(0.35);
  });
});
