import type { AdminClient } from '../../admin/client.js';
import { faultWords } from '../../admin/fault-words.js';
import { runningProcesses } from '../../admin/runtime-folder.js';
import type { BackendView } from '../../admin/backend-view.js';
import { didYouMean } from '../../did-you-mean.js';
import { LbsimError, optionError } from '../../errors.js';
import { counted } from '../../logging/format.js';
import { printable } from '../../printable.js';
import type { Option } from '../../schema/option.js';
import type { FaultName } from '../../server/faults/faults.js';
import type { CtlContext, Verb } from './verb.js';

/** A value of each fault that takes one. */
const EXAMPLES: Partial<Readonly<Record<FaultName, string>>> = {
  latency: '300ms',
  jitter: '100ms',
  bandwidth: '64K',
  'refuse-ratio': '0.2',
  'fail-first': '5',
  'reset-after': '100',
  'close-after': '100',
  direction: 'both',
};

const OF_SERVER = '/v1/server/faults';

/** Backends that misbehave, and those that no longer do. */
export const FAULT_VERBS: readonly Verb[] = [
  {
    usage: 'fault NAME KIND [VALUE]',
    help: 'has a backend, an lbsim server, misbehave: latency 300ms, hang, latency off',
    run: async ([name = '', kind = '', value], context) => {
      const text = await faultValue(name, kind, value);
      const { api, path } = await faultsOf(name, context);
      const faults = await api.ask('PATCH', path, { [kind]: text });
      context.print(faults, () => faultsText(name, faults as object));
    },
  },
  {
    usage: 'heal [NAME]',
    help: 'ends all faults of a backend; with --all of all lbsim servers that it reaches',
    takes: ['all'],
    run: async ([name], context) => {
      const { print, options } = context;
      if ((name === undefined) !== options.all)
        throw optionError('no backend is named, or twice: give a NAME, or --all');
      if (name === undefined) {
        const healed = await healAll(context);
        print({ healed }, () => `${counted(healed.length, 'server')} healed`);
        return;
      }
      const { api, path } = await faultsOf(name, context);
      const faults = await api.ask('DELETE', path);
      print(faults, () => faultsText(name, faults as object));
    },
  },
];

/**
 * What a fault is set to: `on` where it is one that takes no value.
 *
 * @throws LbsimError of kind `usage` for a fault that there is not, a value that is missing, or is none
 */
async function faultValue(name: string, kind: string, value: string | undefined): Promise<string> {
  const { FAULT_TABLE, parseFault } = await import('../../server/faults/faults.js');
  const fault = Object.entries<Option<unknown>>(FAULT_TABLE).find(([name]) => name === kind)?.[1];
  if (value === undefined && fault !== undefined && fault.kind.flag !== true)
    throw optionError(
      `the value of ${kind} is missing: use one, as in 'lbsim ctl fault ${name} ${kind} ${EXAMPLES[kind as FaultName]}', or off`,
    );
  const text = value ?? 'on';
  parseFault(kind, text);
  return text;
}

interface FaultsPath {
  readonly api: AdminClient;
  readonly path: string;
}

/** Who is asked for the faults of a backend: its own process if it is the only one of that name, else the balancer. */
async function faultsOf(name: string, { to, client, clientOf }: CtlContext): Promise<FaultsPath> {
  const named = to === undefined ? await serversNamed(name) : [];
  const [only, second] = named;
  if (only !== undefined && second === undefined) return { api: clientOf(only), path: OF_SERVER };
  const api = await client();
  const asked = (await api.ask('GET', '/v1')) as { readonly kind: string; readonly name: string };
  if (asked.kind === 'balance') return { api, path: pathOf(name) };
  if (asked.name === name) return { api, path: OF_SERVER };
  throw new LbsimError(
    'ERR_CONNECT',
    `nothing called '${name}' runs: use one of ${asked.name}${didYouMean(name, [asked.name])}`,
  );
}

async function serversNamed(name: string): Promise<readonly { readonly socket: string }[]> {
  return (await runningProcesses()).filter((each) => each.kind === 'server' && each.name === name);
}

/** Those of a balancer that is named, else of this user. @returns their names */
async function healAll({ to, client, clientOf }: CtlContext): Promise<readonly string[]> {
  if (to === undefined) {
    const servers = (await runningProcesses()).filter(({ kind }) => kind === 'server');
    for (const each of servers) await clientOf(each).ask('DELETE', OF_SERVER);
    return servers.map(({ name }) => name);
  }
  const api = await client();
  const { items } = (await api.ask('GET', '/v1/backends')) as { readonly items: readonly BackendView[] };
  const names = items.filter(({ control }) => control === 'local').map(({ name }) => name);
  for (const name of names) await api.ask('DELETE', pathOf(name));
  return names;
}

function pathOf(name: string): string {
  return `/v1/backends/${encodeURIComponent(name)}/faults`;
}

function faultsText(name: string, faults: object): string {
  return `${printable(name)}: ${faultWords(faults) || 'no faults'}`;
}
