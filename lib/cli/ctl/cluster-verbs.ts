import type { ClusterStanding } from '../../cluster/standing.js';
import { clusterText } from './cluster-text.js';
import type { Verb } from './verb.js';

/** Several balancers. */
export const CLUSTER_VERBS: readonly Verb[] = [
  {
    usage: 'cluster',
    help: 'the balancers of the lab, and what they share',
    run: async (_words, { client, print, room }) => {
      const standing = (await (await client()).ask('GET', '/v1/cluster')) as ClusterStanding;
      print(standing, () => clusterText(standing, room));
    },
  },
];
