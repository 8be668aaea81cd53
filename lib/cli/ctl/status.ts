import type { AdminClient } from '../../admin/client.js';
import type { BackendView } from '../../admin/backend-view.js';
import { counted } from '../../logging/format.js';
import { printable } from '../../printable.js';
import { formatMs } from '../../units.js';
import { backendRows } from './backend-table.js';
import { eventLine, type EventItem } from './process-verbs.js';
import type { CtlContext } from './verb.js';

const LAST = 5;

interface Identity {
  readonly kind: 'balance' | 'server';
  readonly name: string;
  readonly startedAt: string;
  readonly workers?: number;
  readonly mode?: string;
}

interface Totals {
  readonly algorithm: string;
  readonly stopping: boolean;
  readonly openConnections: number;
  readonly waiting: number;
}

/** How it stands, on one screen: who, since when, the backends, the last events. */
export async function showStatus({ client, print, room }: CtlContext): Promise<void> {
  const api = await client();
  const identity = (await api.ask('GET', '/v1')) as Identity;
  const { items: events } = (await api.ask('GET', '/v1/events?after=0')) as {
    readonly items: readonly EventItem[];
  };
  const last = events.slice(-LAST);
  const { body, lines } = await (identity.kind === 'balance' ? balancerState(api, room) : serverState(api));
  const { name, kind, startedAt } = identity;
  const uptime = formatMs(Date.now() - Date.parse(startedAt));
  const title = `${kind} ${printable(name)}, up ${uptime}`;
  print({ ...identity, ...body, events: last }, () =>
    [title, ...lines, ...(last.length > 0 ? ['', ...last.map(eventLine)] : [])].join('\n'),
  );
}

interface State {
  readonly body: object;
  readonly lines: readonly string[];
}

async function balancerState(api: AdminClient, room: number): Promise<State> {
  const balancer = (await api.ask('GET', '/v1/balancer')) as Totals;
  const { items: backends } = (await api.ask('GET', '/v1/backends')) as {
    readonly items: readonly BackendView[];
  };
  const { algorithm, stopping, openConnections, waiting } = balancer;
  const totals =
    `${stopping ? 'draining; ' : ''}algorithm ${algorithm}; ` +
    `${counted(openConnections, 'open connection')}, ${counted(waiting, 'client')} waiting`;
  return { body: { balancer, backends }, lines: [totals, backendRows(backends, room)] };
}

async function serverState(api: AdminClient): Promise<State> {
  const server = (await api.ask('GET', '/v1/server')) as {
    readonly open: number;
    readonly served: number;
    readonly probes: number;
    readonly faults: object;
  };
  const faults = Object.entries(server.faults).map(([name, value]) => `${name} ${String(value)}`);
  return {
    body: { server },
    lines: [
      `${counted(server.open, 'client')} open, ${server.served} served, ${counted(server.probes, 'probe')}`,
      `faults: ${faults.length === 0 ? 'none' : faults.join(', ')}`,
    ],
  };
}
