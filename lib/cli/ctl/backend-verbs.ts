import type { AdminClient } from '../../admin/client.js';
import type { BackendView } from '../../admin/backend-view.js';
import { backendList as backendSpecs } from '../../control/backend-list.js';
import { isLookedUp } from '../../discovery/entries.js';
import { optionError } from '../../errors.js';
import { printable } from '../../printable.js';
import { backendLines } from '../backends/backend-list.js';
import { backendPage } from '../backends/backend-page.js';
import { again } from './again.js';
import { queryOf } from './client-verbs.js';
import type { CtlContext, Verb } from './verb.js';

const MAX_WEIGHT = 256;
const UNLIMITED = 'unlimited';
/** How often a change is tried anew when another one has come between. */
const MAX_ATTEMPTS = 20;

/** As the API lists them. */
interface BackendList {
  readonly items: readonly BackendView[];
  readonly generation: number;
}

/** Backends that are shown, come, change and go. */
export const BACKEND_VERBS: readonly Verb[] = [
  {
    usage: 'backends [NAME]',
    help: 'the backends, or everything about one of them',
    takes: ['watch'],
    run: async ([name], context) => {
      const api = await context.client();
      await again(context, async () => {
        const now = Date.now();
        if (name !== undefined) {
          const found = await one(api, name);
          return { result: found, lines: backendPage(found, now) };
        }
        const page = await all(api);
        return { result: page, lines: backendLines(page.items, { now, room: context.room, most: Infinity }) };
      });
    },
  },
  {
    usage: 'add SPEC',
    help: 'adds a backend: [name=]host:port[@weight]; it is used once a health check has found it up',
    takes: ['backup', 'wait'],
    run: async ([text = ''], context) => {
      const [backend, another] = backendSpecs.parse(text);
      if (backend === undefined || another !== undefined)
        throw optionError(`'${text}' is not one backend: add them one by one`);
      if (isLookedUp(backend))
        throw optionError(`'${text}' is a name in DNS: give it to --backends of lbsim balance`);
      const { backup, wait } = context.options;
      const api = await context.client();
      const spec = { ...backend, ...(backup && { backup }) };
      tell(context, (await api.ask('POST', `/v1/backends${queryOf({ wait })}`, spec)) as BackendView);
    },
  },
  {
    usage: 'remove NAME',
    help: 'removes a backend for good; one that has connections is drained first, for the time of --drain',
    takes: ['drain', 'close'],
    run: async ([name = ''], { client, options: { drain, close }, print }) => {
      const query = queryOf({ drain, close: close ? 'fin' : undefined });
      await (await client()).ask('DELETE', `${pathOf(name)}${query}`);
      print({ removed: name }, () => `${printable(name)} is removed`);
    },
  },
  admin('drain', 'no new clients for it but those that stick to it'),
  admin('maint', 'no clients for it and no health checks'),
  admin('ready', 'ends drain or maint'),
  {
    usage: 'weight NAME N',
    help: 'its weight, 1 to 256, or by how much more or less: +N, -N; default undoes that',
    takes: ['everywhere'],
    run: async ([name = '', text = ''], context) => {
      const { sign, given } = readWeight(text);
      const api = await context.client();
      const query = queryOf({ everywhere: everywhereOf(context) });
      const view = await (sign === '' || given === null
        ? api.ask('PATCH', `${pathOf(name)}${query}`, { weight: given })
        : weighMore(api, name, given, query));
      tell(context, view as BackendView);
    },
  },
  {
    usage: 'limit NAME N',
    help: 'its open connections at most, from 1 up, or unlimited; default undoes that',
    run: async ([name = '', text = ''], { client, print }) => {
      const body = { maxConnections: readLimit(text) };
      const view = (await (await client()).ask('PATCH', pathOf(name), body)) as BackendView;
      const { max, open } = view.load;
      print(view, () => `${printable(name)} may have ${max ?? UNLIMITED} open connections, has ${open}`);
    },
  },
];

function admin(state: 'ready' | 'drain' | 'maint', help: string): Verb {
  return {
    usage: `${state} NAME`,
    help,
    takes: ['wait', 'everywhere'],
    run: async ([name = ''], context) => {
      const { wait } = context.options;
      const api = await context.client();
      tell(
        context,
        (await api.ask('PATCH', `${pathOf(name)}${queryOf({ wait, everywhere: everywhereOf(context) })}`, {
          admin: state,
        })) as BackendView,
      );
    },
  };
}

/** `5`, `+1`, `-1`; the latter two end at 1 and 256. @returns null for `default` */
function readWeight(text: string): { readonly sign: string; readonly given: number | null } {
  if (text === 'default') return { sign: '', given: null };
  const [, sign, digits] = /^([+-]?)(\d{1,3})$/.exec(text) ?? [];
  if (sign === undefined || digits === undefined)
    throw optionError(`weight '${text}' is not a number: use one from 1 to 256, +1, -1 or default`);
  const given = Number(text);
  if (sign === '' && (given < 1 || given > MAX_WEIGHT))
    throw optionError(`weight ${text} is out of range: use one from 1 to ${MAX_WEIGHT}, +1, -1 or default`);
  return { sign, given };
}

/** `5`, `unlimited`. @returns null for `default` */
function readLimit(text: string): number | typeof UNLIMITED | null {
  if (text === 'default') return null;
  if (text === UNLIMITED) return text;
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw optionError(
      `limit '${text}' is not a number of connections: use one from 1 up, unlimited or default`,
    );
  return Number(text);
}

/** Adds to the weight, also where somebody else does so at the same time. */
async function weighMore(api: AdminClient, name: string, more: number, query: string): Promise<unknown> {
  for (let attempts = 1; ; attempts++) {
    const { items, generation } = await all(api);
    const present = items.find((each) => each.name === name) ?? (await one(api, name));
    const weight = Math.min(MAX_WEIGHT, Math.max(1, present.effective.weight + more));
    try {
      return await api.ask('PATCH', `${pathOf(name)}${query}`, { weight }, generation);
    } catch (error) {
      if (!isStale(error) || attempts === MAX_ATTEMPTS) throw error;
    }
  }
}

function everywhereOf({ options }: CtlContext): string | undefined {
  return options.everywhere ? 'true' : undefined;
}

function isStale(error: unknown): boolean {
  const { cause } = error as { readonly cause?: { readonly status?: number } };
  return cause?.status === 412;
}

function tell({ print }: CtlContext, view: BackendView): void {
  const { name, effective, load } = view;
  print(
    view,
    () => `${printable(name)} is ${effective.state}, weight ${effective.weight}, ${load.open} open`,
  );
}

async function all(api: AdminClient): Promise<BackendList> {
  return (await api.ask('GET', '/v1/backends')) as BackendList;
}

async function one(api: AdminClient, name: string): Promise<BackendView> {
  return (await api.ask('GET', pathOf(name))) as BackendView;
}

function pathOf(name: string): string {
  return `/v1/backends/${encodeURIComponent(name)}`;
}
