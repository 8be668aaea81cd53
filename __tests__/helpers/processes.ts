import { readFile } from 'node:fs/promises';

/** Resolves when there is no such process, or only what its parent has not yet taken note of. */
export async function gone(pid: number): Promise<void> {
  for (;;) {
    const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => 'gone');
    if (state === 'gone' || state.includes(' Z ')) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
