import { runningProcesses, type RunningProcess } from '../../admin/runtime-folder.js';
import { ALGORITHMS } from '../../schedulers/index.js';
import { printable } from '../../printable.js';
import { table, type Column } from '../table.js';
import { eventLine, type EventItem } from './event-text.js';
import type { Verb } from './verb.js';

const COLUMNS: readonly Column<RunningProcess>[] = [
  { head: 'name', cell: ({ name }) => printable(name), narrowest: 12 },
  { head: 'kind', cell: ({ kind }) => kind, align: 'left' },
  { head: 'address', cell: ({ address }) => address, align: 'left' },
  { head: 'process', cell: ({ pid }) => pid },
  {
    head: 'since',
    cell: ({ startedAt }) => startedAt.slice(0, 19).replace('T', ' '),
    align: 'left',
    rank: 1,
  },
];

/** Processes as a whole, and what happens in them. */
export const PROCESS_VERBS: readonly Verb[] = [
  {
    usage: 'ps',
    help: 'the lbsim processes of this user that can be asked',
    run: async (_words, { print, room }) => {
      const running = await runningProcesses();
      print(running, () =>
        running.length === 0 ? 'no lbsim process runs' : table(COLUMNS, running, { room }),
      );
    },
  },
  {
    usage: 'algorithm [NAME]',
    offers: ALGORITHMS,
    help: 'the algorithm, or another one from now on',
    run: async ([name], { client, print }) => {
      const api = await client();
      const state = await (name === undefined
        ? api.ask('GET', '/v1/balancer')
        : api.ask('PATCH', '/v1/balancer', { algorithm: name }));
      const { algorithm } = state as { readonly algorithm: string };
      print({ algorithm }, () => algorithm);
    },
  },
  {
    usage: 'events',
    help: 'what has happened; with --follow also what happens from now on',
    takes: ['follow', 'only'],
    run: async (_words, { client, options: { follow, only }, print }) => {
      const api = await client();
      const query = only === undefined ? '' : `&only=${encodeURIComponent(only)}`;
      if (!follow) {
        const { items } = (await api.ask('GET', `/v1/events?${query}`)) as {
          readonly items: readonly EventItem[];
        };
        print(items, () => items.map(eventLine).join('\n'));
        return;
      }
      for await (const { id, event, data } of api.events(`/v1/events?after=0${query}`)) {
        const item = { id, event, ...(JSON.parse(data) as object) } as EventItem;
        print(item, () => eventLine(item));
      }
    },
  },
  {
    usage: 'stop',
    help: 'stops it as SIGTERM does: live connections may finish, within the time of --drain',
    takes: ['drain'],
    run: async (_words, { client, options: { drain }, print }) => {
      const answer = await (
        await client()
      ).ask('POST', '/v1/drain', drain === undefined ? {} : { timeout: drain });
      print(answer, () => 'it stops');
    },
  },
  {
    usage: 'ping',
    help: 'whether it is ready: exit status 0, or 1',
    run: async (_words, { client, print }) => {
      const answer = await (await client()).ask('GET', '/readyz');
      print(answer, () => 'ready');
    },
  },
];
