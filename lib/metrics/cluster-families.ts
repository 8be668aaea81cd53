import type { Measurements } from '../control/measurements.js';
import { BALANCER_CATALOGUE } from './balancer-catalogue.js';
import { familyMaker } from './families.js';
import type { Family } from './family.js';
import { histogram, value } from './samples.js';

const family = familyMaker(BALANCER_CATALOGUE);

/** Of a balancer that is alone there are none. */
export function clusterFamilies({ cluster }: Measurements): Family[] {
  const measured = cluster === null ? [] : [cluster];
  return [
    family(
      'lbsim_cluster_up',
      measured.map(({ standing }) => value(Number(standing.state === 'joined'))),
    ),
    family(
      'lbsim_cluster_members',
      measured.map(({ standing }) => value(standing.members.length)),
    ),
    family(
      'lbsim_cluster_operation_seconds',
      measured.flatMap(({ operations }) =>
        operations.flatMap(({ operation, result, times }) => histogram(times, { operation, result })),
      ),
    ),
    family(
      'lbsim_cluster_session_conflicts_total',
      measured.map(({ standing }) => value(standing.sessionConflicts)),
    ),
    family(
      'lbsim_cluster_unconfirmed_sessions',
      measured.map(({ standing }) => value(standing.unconfirmedSessions)),
    ),
    family(
      'lbsim_cluster_backend_connections',
      measured.flatMap(({ standing }) =>
        standing.backends.map(({ backend, all }) => value(all, { backend })),
      ),
    ),
  ];
}
