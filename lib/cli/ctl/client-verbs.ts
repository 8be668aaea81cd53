import type { AdminClient } from '../../admin/client.js';
import type { LiveConnection } from '../../control/live-connection.js';
import type { SessionEntry } from '../../control/session-operations.js';
import { LbsimError, optionError } from '../../errors.js';
import { counted } from '../../logging/format.js';
import { printable } from '../../printable.js';
import { formatMs } from '../../units.js';
import { table, type Column } from '../table.js';
import type { Verb } from './verb.js';

const CONNECTIONS: readonly Column<LiveConnection>[] = [
  { head: 'id', cell: ({ id }) => id },
  { head: 'client', cell: ({ client }) => client, align: 'left' },
  { head: 'backend', cell: ({ backend }) => printable(backend ?? 'waits'), align: 'left' },
  { head: 'for', cell: ({ since }) => formatMs(Date.now() - Date.parse(since)) },
  { head: 'bytes in', cell: ({ bytesIn }) => bytesIn, rank: 1 },
  { head: 'bytes out', cell: ({ bytesOut }) => bytesOut, rank: 1 },
];

const SESSIONS: readonly Column<SessionEntry>[] = [
  { head: 'client', cell: ({ key }) => printable(key) },
  { head: 'backend', cell: ({ backend }) => printable(backend), align: 'left' },
  { head: 'open', cell: ({ connections }) => connections },
  { head: 'expires in', cell: ({ expiresInMs }) => (expiresInMs === null ? '' : formatMs(expiresInMs)) },
];

interface Page<Item> {
  readonly items: readonly Item[];
}

/** Clients: their connections, and the backends that they stick to. */
export const CLIENT_VERBS: readonly Verb[] = [
  {
    usage: 'connections',
    help: 'the clients that are connected; with --backend those of one',
    takes: ['backend'],
    run: async (_words, { client, options: { backend }, print, room }) => {
      const page = await (await client()).ask('GET', `/v1/connections${queryOf({ backend })}`);
      const { items, total } = page as Page<LiveConnection> & { readonly total: number };
      const unseen = total - items.length;
      print(page, () =>
        [
          items.length === 0 ? 'no connections' : table(CONNECTIONS, items, { room }),
          ...(unseen > 0 ? [`and ${unseen} more`] : []),
        ].join('\n'),
      );
    },
  },
  {
    usage: 'kill [ID…]',
    help: 'closes connections by their ids, or with --backend those of one; with --reset by RST',
    takes: ['backend', 'reset'],
    run: async (ids, { client, options: { backend, reset }, print }) => {
      if ((backend === undefined) === (ids.length === 0))
        throw optionError('no connections are named, or twice: give ids, or --backend NAME');
      const api = await client();
      const how = reset ? 'reset' : 'fin';
      const { closed } = (
        backend === undefined
          ? { closed: await closeEach(api, ids, how) }
          : await api.ask('DELETE', `/v1/connections${queryOf({ backend, how })}`)
      ) as { readonly closed: number };
      print({ closed }, () => `${counted(closed, 'connection')} closed`);
    },
  },
  {
    usage: 'sessions [KEY]',
    help: 'which client sticks to which backend; with --backend those of one',
    takes: ['backend'],
    run: async ([key], { client, options: { backend }, print, room }) => {
      const api = await client();
      const answer = await api.ask(
        'GET',
        key === undefined ? `/v1/sessions${queryOf({ backend })}` : pathOf(key),
      );
      const found = key === undefined ? (answer as Page<SessionEntry>).items : [answer as SessionEntry];
      print(answer, () => (found.length === 0 ? 'no sessions' : table(SESSIONS, found, { room })));
    },
  },
  {
    usage: 'forget [KEY]',
    help: 'a client sticks to no backend any more; with --backend or --all several',
    takes: ['backend', 'all', 'yes'],
    run: async ([key], { client, options: { backend, all, yes }, print, confirm }) => {
      if ([key !== undefined, backend !== undefined, all].filter(Boolean).length !== 1)
        throw optionError('no clients are named, or twice: give a KEY, --backend NAME or --all');
      const api = await client();
      if (
        all &&
        !yes &&
        !(await confirm('all clients will be forgotten, so that none sticks to its backend'))
      )
        throw new LbsimError('ERR_REFUSED', 'nothing was forgotten: answer y, or give --yes');
      const query = queryOf({ backend, all: all ? 'true' : undefined });
      const answer =
        key === undefined
          ? await api.ask('DELETE', `/v1/sessions${query}`)
          : await api.ask('DELETE', pathOf(key)).then(() => ({ forgotten: 1 }));
      const { forgotten } = answer as { readonly forgotten: number };
      print({ forgotten }, () => `${counted(forgotten, 'client')} forgotten`);
    },
  },
  {
    usage: 'pin KEY NAME',
    help: 'a client sticks to that backend from its next connection on',
    run: async ([key = '', backend = ''], { client, print }) => {
      const entry = await (await client()).ask('PUT', pathOf(key), { backend });
      print(entry, () => `${printable(key)} sticks to ${printable(backend)}`);
    },
  },
];

/** The query of a path, of those that are given. */
export function queryOf(values: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(values).filter(([, value]) => value !== undefined) as [string, string][];
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}

function pathOf(key: string): string {
  return `/v1/sessions/${encodeURIComponent(key)}`;
}

/** Closes connections one by one. @returns how many @throws LbsimError for the first that is not there, which says how many were closed */
async function closeEach(api: AdminClient, ids: readonly string[], how: string): Promise<number> {
  let closed = 0;
  for (const id of new Set(ids)) {
    try {
      await api.ask('DELETE', `/v1/connections/${encodeURIComponent(id)}${queryOf({ how })}`);
      closed++;
    } catch (error) {
      if (closed === 0 || !(error instanceof LbsimError)) throw error;
      throw new LbsimError(error.code, `${counted(closed, 'connection')} closed, then: ${error.message}`, {
        cause: error,
      });
    }
  }
  return closed;
}
