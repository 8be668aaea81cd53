import { readFile } from 'node:fs/promises';

/** Resolves when there is no such process, or only what its parent has not yet taken note of. */
export async function gone(pid: number): Promise<void> {
  for (;;) {
    const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => 'gone');
    if (state === 'gone' || state.includes(' Z ')) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** The children of a process that run this script. */
export async function childrenOf(pid: number, script: string): Promise<number[]> {
  const read = (file: string): Promise<string> => readFile(`/proc/${file}`, 'utf8').catch(() => '');
  const children = (await read(`${pid}/task/${pid}/children`)).split(' ').filter(Boolean);
  const commands = await Promise.all(children.map((child) => read(`${child}/cmdline`)));
  return children.filter((_child, index) => commands[index]?.includes(script)).map(Number);
}

/** Sends a signal to each of these processes. */
export function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) process.kill(pid, signal);
}

/** Resolves when all of these processes have been stopped, as by SIGSTOP. */
export async function stopped(pids: readonly number[]): Promise<void> {
  for (const pid of pids) {
    while (!/ [Tt] /.test(await readFile(`/proc/${pid}/stat`, 'utf8'))) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}
