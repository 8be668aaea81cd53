import type { BackendView } from '../../admin/backend-view.js';
import type { LiveConnection } from '../../control/live-connection.js';
import type { ExplainedPick } from '../../control/picks.js';
import type { SessionEntry } from '../../control/session-operations.js';
import { printable } from '../../printable.js';
import { formatBytes } from '../../units.js';
import { backendColumns } from '../backends/backend-columns.js';
import { briefAge, briefMs, clockTime } from '../text/brief.js';
import { eventSpans, type EventItem } from '../ctl/event-text.js';
import { span } from '../text/line.js';
import type { SortableColumn } from '../text/list.js';
import { ListView, type View } from './list-view.js';

/** The views, in the order of their numbers. */
export const VIEW_NAMES = ['backends', 'connections', 'sessions', 'events', 'why'] as const;
export type ViewName = (typeof VIEW_NAMES)[number];

/** A column whose rows are compared by what it shows. */
function textColumn<Row>(
  letter: string,
  head: string,
  text: (row: Row) => string,
  more: { readonly rank?: number; readonly narrowest?: number } = {},
): SortableColumn<Row> {
  return { letter, head, cell: (row) => printable(text(row)), value: text, ...more };
}

function connectionColumns(now: number): readonly SortableColumn<LiveConnection>[] {
  return [
    textColumn('i', 'ID', ({ id }) => id),
    textColumn('c', 'CLIENT', ({ client }) => client, { narrowest: 12 }),
    textColumn('b', 'BACKEND', ({ backend }) => backend ?? 'waits', { narrowest: 6 }),
    {
      ...{ letter: 'f', head: 'FOR', align: 'right', rank: 1 },
      cell: ({ since }) => briefAge(since, now),
      value: ({ since }) => now - Date.parse(since),
    },
    {
      ...{ letter: 't', head: 'TO BACKEND', align: 'right', rank: 3 },
      cell: ({ bytesIn }) => formatBytes(bytesIn),
      value: ({ bytesIn }) => bytesIn,
    },
    {
      ...{ letter: 'o', head: 'TO CLIENT', align: 'right', rank: 2 },
      cell: ({ bytesOut }) => formatBytes(bytesOut),
      value: ({ bytesOut }) => bytesOut,
    },
  ];
}

/** New ones, each with nothing selected. */
export function createViews(): Readonly<Record<ViewName, View>> {
  return {
    backends: new ListView<BackendView>({
      name: 'backends',
      columns: ({ rates }, now) => backendColumns({ now, rates }),
      rows: ({ balancer }) => balancer?.backends ?? [],
      key: ({ name }) => name,
      empty: 'no backends',
    }),
    connections: new ListView<LiveConnection>({
      name: 'connections',
      columns: (_data, now) => connectionColumns(now),
      rows: ({ connections }) => connections,
      key: ({ id }) => id,
      empty: 'no connections',
    }),
    sessions: new ListView<SessionEntry>({
      name: 'sessions',
      columns: () => [
        textColumn('c', 'CLIENT', ({ key }) => key, { narrowest: 12 }),
        textColumn('b', 'BACKEND', ({ backend }) => backend, { narrowest: 6 }),
        {
          ...{ letter: 'o', head: 'OPEN', align: 'right' },
          cell: ({ connections }) => connections,
          value: ({ connections }) => connections,
        },
        {
          ...{ letter: 'e', head: 'EXPIRES IN', align: 'right' },
          cell: ({ expiresInMs }) => (expiresInMs === null ? '-' : briefMs(expiresInMs)),
          value: ({ expiresInMs }) => expiresInMs ?? Infinity,
        },
      ],
      rows: ({ sessions }) => sessions,
      key: ({ key }) => key,
      empty: 'no client sticks to a backend',
    }),
    events: new ListView<EventItem>({
      name: 'events',
      columns: () => [
        {
          ...textColumn('t', 'TIME', ({ timestamp }) => timestamp),
          cell: ({ timestamp }) => clockTime(timestamp),
        },
        textColumn('e', 'EVENT', ({ event }) => event, { rank: 1 }),
        {
          ...textColumn('m', 'MESSAGE', ({ message = '' }) => message, { narrowest: 12 }),
          cell: (event) => eventSpans(event)[1] ?? span(''),
        },
      ],
      rows: ({ events }) => events,
      key: ({ id }) => String(id),
      empty: 'nothing has happened',
      start: 'last',
    }),
    why: new ListView<ExplainedPick>({
      name: 'why',
      columns: () => [
        { ...textColumn('t', 'TIME', ({ at }) => at), cell: ({ at }) => clockTime(at) },
        textColumn('c', 'CLIENT', ({ client }) => client ?? '', { rank: 2 }),
        textColumn('b', 'BACKEND', ({ backend }) => backend ?? '-'),
        textColumn('w', 'RULE', ({ why }) => why ?? '-', { rank: 1 }),
        textColumn('y', 'WHY', ({ says }) => says, { narrowest: 12 }),
      ],
      rows: ({ picks }) => picks,
      key: ({ id }) => String(id),
      empty: 'no client has come since this view was opened',
      start: 'last',
    }),
  };
}
