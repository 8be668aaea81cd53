import type { Expectation } from '../report/report.js';
import type { SimulationSettings } from '../plan/settings.js';
import { layoutOf } from './layout.js';

/**
 * Mean sojourn of each class of requests, in the order of the classes, from that of all requests.
 *
 * First come, first served, all classes wait alike, for none is looked at before it is served: what differs is the own service
 * (L. Kleinrock, "Queueing Systems", vol. 1, 1975, section 5.6; M. Harchol-Balter, "Performance Modeling and Design of Computer
 * Systems", 2013, chapter 23). Under processor sharing the mean sojourn is in proportion to the service that is asked for, so
 * that all classes are slowed down alike (L. Kleinrock, vol. 2, 1976, section 4.4; for several servers and closed networks
 * F. Baskett, K. M. Chandy, R. R. Muntz and F. G. Palacios, JACM 22(2), 1975).
 *
 * @param overall - what theory says of all requests of these settings
 * @returns undefined where there are no classes, or nothing is known
 */
export function classExpectation(
  settings: SimulationSettings,
  overall: Expectation | undefined,
): readonly number[] | undefined {
  const { classes, serviceMean } = settings;
  const layout = layoutOf(settings);
  if (classes === undefined || overall === undefined || layout === undefined) return undefined;
  const { meanSojourn } = overall;
  if (!layout.inOrder) return classes.map((each) => meanSojourn * (each.serviceMean / serviceMean));
  // How long a service of length 1 takes, on average over the stations that it may come to.
  const pace = layout.groups.reduce(
    (sum, { stations, share, serviceRate }) => sum + (stations * share) / (serviceRate * serviceMean),
    0,
  );
  return classes.map((each) => meanSojourn + (each.serviceMean - serviceMean) * pace);
}
