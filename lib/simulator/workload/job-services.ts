import type { JobTable } from '../backends/job-table.js';
import type { RandomStreams } from '../engine/random-streams.js';
import type { RequestClass } from '../plan/settings.js';
import type { RandomSource } from '../../schedulers/scheduler.js';
import { serviceTimes } from '../../workload/service-times.js';
import type { Services } from './service-mix.js';

/**
 * Draws the service time of each request, as time on a backend of speed 1; with classes first the class, which is written down
 * in the job. Classes have draws of their own, so that with and without them services are drawn alike.
 */
export function jobServices(
  { service, serviceMean, classes }: Services,
  jobs: JobTable,
  streams: Pick<RandomStreams, 'services' | 'classes'>,
): (job: number) => number {
  if (classes === undefined) return serviceTimes(service, serviceMean, streams.services);
  const means = Float64Array.from(classes, (each) => each.serviceMean);
  const shape = serviceTimes(service, 1, streams.services);
  const draw = classNumbers(classes, streams.classes);
  return (job) => {
    const number = draw();
    jobs.requestClass[job] = number;
    return (means[number] ?? 0) * shape();
  };
}

/** Draws places in the list of classes, each by its share. */
function classNumbers(classes: readonly RequestClass[], random: RandomSource): () => number {
  let below = 0;
  const bounds = classes.slice(0, -1).map(({ share }) => (below += share));
  return () => {
    const drawn = random();
    let number = 0;
    for (const bound of bounds) if (drawn >= bound) number++;
    return number;
  };
}
