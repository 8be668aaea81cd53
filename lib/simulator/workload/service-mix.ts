import type { SimulationSettings } from '../plan/settings.js';
import { squaredVariation } from '../../workload/service-times.js';

/** What the services of all requests together follow from. */
export type Services = Pick<SimulationSettings, 'service' | 'serviceMean' | 'classes'>;

/** Classes whose service times differ; without them services have the distribution of `service` as it is. */
export function differingClasses({ classes = [] }: Pick<Services, 'classes'>): SimulationSettings['classes'] {
  return classes.some(({ serviceMean }) => serviceMean !== classes[0]?.serviceMean) ? classes : undefined;
}

/** Whether the services of all requests together are exponential. */
export function hasExponentialServices(services: Pick<Services, 'service' | 'classes'>): boolean {
  return services.service.kind === 'exponential' && differingClasses(services) === undefined;
}

/**
 * Squared coefficient of variation of the services of all requests together: variance by squared mean. The second moment of a
 * mixture of classes is the mean of theirs.
 */
export function overallVariation(services: Services): number {
  const { service, serviceMean } = services;
  const own = squaredVariation(service);
  const classes = differingClasses(services);
  if (classes === undefined) return own;
  const secondMoment = classes.reduce(
    (sum, each) => sum + each.share * (each.serviceMean / serviceMean) ** 2 * (1 + own),
    0,
  );
  return secondMoment - 1;
}
