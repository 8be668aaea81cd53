import { optionError } from '../../errors.js';
import { counted } from '../../logging/format.js';
import { runningProcesses, type RunningProcess } from '../../admin/runtime-folder.js';
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
    usage: 'fault NAME KIND [VALUE]',
    help: 'has a backend, an lbsim server of this user, misbehave: latency 300ms, hang, latency off',
    run: async ([name = '', kind = '', value], { server, print }) => {
      const faults = await (await server(name)).ask('PATCH', '/v1/server/faults', { [kind]: value ?? true });
      print(faults, () => faultsText(name, faults as object));
    },
  },
  {
    usage: 'heal [NAME]',
    help: 'ends all faults of a backend; with --all of all servers of this user',
    takes: ['all'],
    run: async ([name], { server, clientOf, options: { all }, print }) => {
      if ((name === undefined) !== all)
        throw optionError('no backend is named, or twice: give a NAME, or --all');
      if (name === undefined) {
        const servers = (await runningProcesses()).filter(({ kind }) => kind === 'server');
        for (const each of servers) await clientOf(each).ask('DELETE', '/v1/server/faults');
        print(
          { healed: servers.map((each) => each.name) },
          () => `${counted(servers.length, 'server')} healed`,
        );
        return;
      }
      const faults = await (await server(name)).ask('DELETE', '/v1/server/faults');
      print(faults, () => faultsText(name, faults as object));
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
        const { items } = (await api.ask('GET', `/v1/events?after=0${query}`)) as {
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
    help: 'stops it as SIGTERM does: live connections may finish',
    run: async (_words, { client, print }) => {
      const answer = await (await client()).ask('POST', '/v1/stop');
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

function faultsText(name: string, faults: object): string {
  const words = Object.entries(faults).map(([fault, value]) => `${fault} ${String(value)}`);
  return `${printable(name)}: ${words.length === 0 ? 'no faults' : words.join(', ')}`;
}
