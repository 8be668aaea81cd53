import type { BalancerView } from '../../admin/balancer-views.js';
import type { AdminClient } from '../../admin/client.js';
import { LbsimError } from '../../errors.js';
import { backendLines } from '../backends/backend-list.js';
import { identityFacts, loadFacts, stateFacts, type Identity } from '../backends/standing.js';
import { headline } from '../text/headline.js';
import type { StyledLine } from '../text/line.js';
import { ConnectionMeter } from './connection-meter.js';
import { fieldLines } from './pages.js';

/** Time between the two snapshots that rates are taken from, in ms. */
const BETWEEN_MS = 250;

/** What the screen shows first, to be printed. @param room - columns of the window */
export async function tableOnce(client: AdminClient, room: number): Promise<readonly StyledLine[]> {
  const identity = (await client.ask('GET', '/v1')) as Identity;
  const now = Date.now();
  if (identity.kind === 'server') {
    const server = (await client.ask('GET', '/v1/server')) as object;
    return [headline(identityFacts(identity, now), [], room), ...fieldLines(server)];
  }
  const rates = new ConnectionMeter();
  const state = await lastOfTwo(client, rates);
  return [
    headline(identityFacts(identity, now, state), loadFacts(state), room),
    headline(stateFacts(state), [], room),
    ...backendLines(state.backends, { now, rates, room, most: Infinity }),
  ];
}

async function lastOfTwo(client: AdminClient, rates: ConnectionMeter): Promise<BalancerView> {
  let state: BalancerView | undefined;
  for await (const { data } of client.events(`/v1/live?every=${BETWEEN_MS}ms`)) {
    const snapshot = JSON.parse(data) as BalancerView & { readonly timestamp: string };
    rates.read(snapshot.timestamp, snapshot.backends);
    if (state !== undefined) return snapshot;
    state = snapshot;
  }
  throw new LbsimError('ERR_CONNECT', 'it has stopped: nothing can be shown');
}
