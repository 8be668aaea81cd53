import type { AdminTarget } from '../../admin/client.js';
import { runningProcesses, type RunningProcess } from '../../admin/runtime-folder.js';
import { didYouMean } from '../../did-you-mean.js';
import { LbsimError, optionError } from '../../errors.js';
import { givenTokens } from '../given-tokens.js';

type ProcessKind = RunningProcess['kind'];

/** The process that is meant: `--to` and what goes with it. */
export interface Addressee {
  readonly to: string | undefined;
  readonly tokenFile: string | undefined;
}

/**
 * The admin API that is meant: `8080`, a name, `unix:PATH`, `http://…`; without a word the only process of that kind, or of any
 * where none is of it.
 *
 * @throws LbsimError `ERR_CONNECT`: there is none, or it could be several; of kind `usage`: an address that is none
 */
export async function findProcess({ to, tokenFile }: Addressee, kind: ProcessKind): Promise<AdminTarget> {
  if (to?.startsWith('unix:') === true) return { socket: to.slice('unix:'.length) };
  if (to !== undefined && /^https?:\/\//i.test(to)) {
    refuseBadUrl(to);
    return { url: to, token: givenTokens(tokenFile)?.operate };
  }
  const running = await runningProcesses();
  const ofKind = running.filter((each) => each.kind === kind);
  const candidates =
    to === undefined ? preferred(ofKind, running) : running.filter((each) => isMeant(each, to));
  const best =
    to === undefined
      ? candidates
      : preferred(
          candidates.filter((each) => each.kind === kind),
          candidates,
        );
  const [only, second] = best;
  if (only === undefined) throw nobody(to, running);
  if (second !== undefined)
    throw new LbsimError(
      'ERR_CONNECT',
      `${to === undefined ? 'several run' : `several are called '${to}'`}: name one by --to ${processNames(best).join(', or --to ')}`,
    );
  return { socket: only.socket };
}

function refuseBadUrl(url: string): void {
  if (URL.canParse(url) && new URL(url).protocol === 'http:') return;
  // A token may stand in it as the password, or behind the # as in the address of the dashboard.
  const shown = url.replace(/\/\/.*@/s, '//***@').replace(/[?#].*$/s, '');
  throw optionError(
    `--to: '${shown}' is not the address of an admin API: use one such as http://127.0.0.1:9900`,
  );
}

/** How `--to` names each process: a balancer by its port, a server by its name, either by its address where others are called so. */
function processNames(running: readonly RunningProcess[]): readonly string[] {
  const short = running.map(shortName);
  return running.map(({ address }, at) => {
    const name = short[at] ?? address;
    return short.indexOf(name) === short.lastIndexOf(name) ? name : address;
  });
}

function shortName({ kind, name, address }: RunningProcess): string {
  return kind === 'server' ? name : (address.split(':').at(-1) ?? address);
}

function preferred(
  some: readonly RunningProcess[],
  others: readonly RunningProcess[],
): readonly RunningProcess[] {
  return some.length > 0 ? some : others;
}

/** By what its clients, or those of its admin API, connect to as well. */
function isMeant({ name, address, url }: RunningProcess, to: string): boolean {
  const places = [address, ...(url === null ? [] : [new URL(url).host])];
  return name === to || places.some((place) => place === to || place.endsWith(`:${to}`));
}

function nobody(to: string | undefined, running: readonly RunningProcess[]): LbsimError {
  if (running.length === 0)
    return new LbsimError(
      'ERR_CONNECT',
      "no lbsim process runs that can be asked: start one with 'lbsim balance'",
    );
  const names = processNames(running);
  return new LbsimError(
    'ERR_CONNECT',
    `nothing called '${to}' runs: use one of ${names.join(', ')}${didYouMean(to ?? '', names)}, or the address of an admin API such as http://127.0.0.1:9900`,
  );
}
