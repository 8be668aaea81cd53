import type { ChildProcess, fork as Fork } from 'node:child_process';
import type { LookupAddress } from 'node:dns';

/** How long the process stays for a next lookup, in milliseconds. */
const IDLE_MS = 10_000;

export interface LookupQuestion {
  readonly id: number;
  readonly host: string;
}

export type LookupAnswer =
  | { readonly id: number; readonly found: readonly LookupAddress[] }
  | { readonly id: number; readonly code: string; readonly message: string };

interface Pending {
  readonly resolve: (found: readonly LookupAddress[]) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Looks up host names with the system's resolver in a process of its own. `getaddrinfo` cannot be called off, and a process
 * in which it hangs does not end, not even by `process.exit()`; but one can be killed that does nothing else.
 */
class LookupProcess {
  #child: ChildProcess | undefined;
  readonly #pending = new Map<number, Pending>();
  #asked = 0;
  #idle: NodeJS.Timeout | undefined;

  /** @returns undefined when there can be no such process */
  async lookup(host: string): Promise<readonly LookupAddress[] | undefined> {
    const [{ fork }, { CHILD_NODE_OPTIONS }] = await Promise.all([
      import('node:child_process'),
      import('../child-node.js'),
    ]);
    const child = (this.#child ??= this.#start(fork, CHILD_NODE_OPTIONS));
    if (child?.connected !== true) return undefined;
    const id = ++this.#asked;
    return new Promise((resolve, reject) => {
      clearTimeout(this.#idle);
      this.#pending.set(id, { resolve, reject });
      child.ref();
      child.channel?.ref();
      child.send({ id, host } satisfies LookupQuestion, (error) => {
        if (error !== null) this.#settle(id)?.reject(error);
      });
    });
  }

  /** Gives up what is under way, which then fails. */
  abandon(): void {
    if (this.#child !== undefined) this.#ended(this.#child);
  }

  #start(fork: typeof Fork, options: readonly string[]): ChildProcess | undefined {
    const script = new URL('../../dist/net/lookup-child.js', import.meta.url);
    const child = fork(script, [], {
      execArgv: [...options],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      detached: process.platform !== 'win32', // a Ctrl-C is for the parent alone
    });
    child.on('message', (answer) => this.#answered(answer as LookupAnswer));
    child.on('error', () => this.#ended(child)).on('exit', () => this.#ended(child));
    return child.pid === undefined ? undefined : child;
  }

  #answered(answer: LookupAnswer): void {
    const pending = this.#settle(answer.id);
    if ('found' in answer) pending?.resolve(answer.found);
    else pending?.reject(Object.assign(new Error(answer.message), { code: answer.code }));
  }

  #settle(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (this.#pending.size > 0 || this.#child === undefined) return pending;
    this.#child.unref();
    this.#child.channel?.unref();
    this.#idle = setTimeout(() => this.abandon(), IDLE_MS).unref();
    return pending;
  }

  #ended(child: ChildProcess): void {
    child.unref();
    child.channel?.unref();
    child.kill('SIGKILL');
    if (child !== this.#child) return;
    this.#child = undefined;
    clearTimeout(this.#idle);
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of pending) reject(new Error('the lookup was given up'));
  }
}

const ours = new LookupProcess();

/** All addresses of a host, as `dns.lookup` has them. Rejects as that does. */
export async function lookUp(host: string): Promise<readonly LookupAddress[]> {
  const found = await ours.lookup(host);
  if (found !== undefined) return found;
  const { lookup } = await import('node:dns/promises');
  return lookup(host, { all: true });
}

/** Nobody waits for a lookup any more: those under way fail, and none keeps the process from ending. */
export function abandonLookups(): void {
  ours.abandon();
}
