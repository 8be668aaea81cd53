import { clusterAddress, clusterId } from '../cluster/address.js';
import { CLUSTER_SHARES } from '../cluster/standing.js';
import { flag, group, option, optional } from '../schema/option.js';
import { positiveTime } from '../schema/time.js';
import { choice } from '../schema/word.js';

const inCluster = { needs: { one: ['cluster'] } };

/** How a balancer is one of several. */
export const CLUSTER = group('Several balancers:', {
  cluster: optional(
    clusterAddress,
    'Store that balancers share, Redis 7 or Valkey: redis://HOST:PORT[/DB][?lab=NAME], rediss:// for TLS or unix:/PATH; takes the package @redis/client',
    { defaultText: 'none' },
  ),
  'cluster-id': optional(clusterId, 'Name of this balancer among the others', {
    ...inCluster,
    defaultText: 'host, process id and a random number',
  }),
  'cluster-share': option(
    choice(CLUSTER_SHARES),
    'all',
    'What is shared: sessions, counts (of open connections), all (both, and hints of health) or none',
    inCluster,
  ),
  'cluster-timeout': option(
    positiveTime,
    30,
    'Longest wait of a client that is new to this balancer for the store',
    inCluster,
  ),
  'cluster-strict': flag(
    'While the store is away, new clients wait, as they do for a backend; by default each balancer goes on alone',
    {
      needs: [
        inCluster.needs,
        {
          one: ['cluster-share'],
          having: (share) => share !== 'counts' && share !== 'none',
          advice: 'share sessions, or leave it out',
        },
      ],
    },
  ),
});
