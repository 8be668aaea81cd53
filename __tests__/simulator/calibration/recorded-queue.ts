import { recordingLine } from '../../../lib/recording/format.js';
import type { RandomSource } from '../../../lib/schedulers/scheduler.js';
import { seededRandom } from '../../../lib/seeded-random.js';
import { interarrivalTimes } from '../../../lib/workload/arrivals.js';
import { parseService } from '../../../lib/workload/parse-service.js';
import { serviceTimes } from '../../../lib/workload/service-times.js';
import { backendsOf, headerOf } from '../../recording/recorded.js';

/** The first draws of small seeds are near 0 or 1, which is one long service time too many. */
function randomOf(seed: number): RandomSource {
  const random = seededRandom(seed);
  for (let draw = 0; draw < 20; draw++) random();
  return random;
}

interface Queue {
  /** As `--service` takes it. @default 'exponential' */
  readonly service?: string;
  /** Of each backend, in milliseconds. */
  readonly means: readonly number[];
  readonly slots: number;
  /** Poisson arrivals a second. */
  readonly rate: number;
  readonly requests: number;
  /** @default backends of weight 1, called A, B, C, … */
  readonly specs?: ReturnType<typeof backendsOf>;
}

/** A recording of clients that take turns at backends with so many slots each and a queue in the order of arrival. */
export function recordedQueue({
  service = 'exponential',
  means,
  slots,
  rate,
  requests,
  specs = backendsOf(means.map(() => 1)),
}: Queue): string {
  const gap = interarrivalTimes('poisson', rate / 1000, 1, randomOf(101));
  const draw = serviceTimes(parseService(service), 1, randomOf(202));
  const backends = means.map((mean) => ({ mean, free: Array.from({ length: slots }, () => 0) }));
  const entries: { readonly at: number; readonly entry: readonly unknown[] }[] = [];
  let now = 0;
  for (let request = 0; request < requests; request++) {
    now += gap();
    const index = request % means.length;
    const backend = backends[index];
    if (backend === undefined) throw new Error('there is one');
    const slot = backend.free.indexOf(Math.min(...backend.free));
    const end = Math.max(now, backend.free[slot] ?? 0) + draw() * backend.mean;
    backend.free[slot] = end;
    entries.push(
      { at: now, entry: ['route', now, null, [], index, 'round-robin'] },
      { at: now, entry: ['opened', index, now, request + 1] },
      { at: end, entry: ['closed', index, end, request + 1, true] },
    );
  }
  const header = headerOf({ algorithm: 'round-robin', backends: specs });
  const sorted = entries.toSorted((a, b) => a.at - b.at).map(({ entry }) => JSON.stringify(entry));
  return [recordingLine(header), ...sorted, ''].join('\n');
}
