import { readFile } from 'node:fs/promises';

/** Resolves when there is no such process, or only what its parent has not yet taken note of. */
export async function gone(pid: number): Promise<void> {
  while ((await stateOf(pid)) !== 'gone') await new Promise((resolve) => setTimeout(resolve, 10));
}

async function stateOf(pid: number): Promise<'gone' | 'stopped' | 'other'> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ' Z ');
  if (stat.includes(' Z ')) return 'gone';
  return / [Tt] /.test(stat) ? 'stopped' : 'other';
}

/** The children of a process that run this script. */
export async function childrenOf(pid: number, script: string): Promise<number[]> {
  const read = (file: string): Promise<string> => readFile(`/proc/${file}`, 'utf8').catch(() => '');
  const children = (await read(`${pid}/task/${pid}/children`)).split(' ').filter(Boolean);
  const commands = await Promise.all(children.map((child) => read(`${child}/cmdline`)));
  return children.filter((_child, index) => commands[index]?.includes(script)).map(Number);
}

/** Sends a signal to each of these processes that there still is: a worker without clients ends as soon as a stop begins. */
export function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

/** Resolves when all of these processes have been stopped, as by SIGSTOP, or have ended before. */
export async function stopped(pids: readonly number[]): Promise<void> {
  for (const pid of pids) {
    while ((await stateOf(pid)) === 'other') await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
