import { manyServers, type ServerGroup } from './many-servers.js';

/**
 * Mean sojourn of M/G/c under processor sharing, where no request is faster than on a server of its own: that of M/M/c, whatever
 * the distribution of services, as only their mean matters. With one server 1 / (μ − λ).
 *
 * J. W. Cohen, "The multiple phase service network with generalized processor sharing", Acta Informatica 12, 1979; for one
 * server L. Kleinrock, "Queueing Systems", vol. 2, 1976, section 4.4. The load has to be below 1.
 */
export function processorSharing(group: ServerGroup): number {
  return manyServers(group).mean;
}
