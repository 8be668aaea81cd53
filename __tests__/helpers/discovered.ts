import { rename, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BackendView } from '../../lib/admin/backend-view.js';
import type { Desk } from './desk.js';

const LOOK_MS = 50;

/** Writes a file as editors and tools do: beside it, and then renamed. */
export async function replaceFile(path: string, content: string): Promise<void> {
  await writeFile(`${path}.new`, content);
  await rename(`${path}.new`, path);
}

/** `B1 up file` of each backend, sorted. */
export async function standing(desk: Desk): Promise<string[]> {
  const { items } = await desk.json<{ items: readonly BackendView[] }>('backends');
  return items.map(({ name, effective, source }) => `${name} ${effective.state} ${source}`).sort();
}

/** Asks how the backends stand until it is so. */
export async function untilStanding(desk: Desk, expected: readonly string[]): Promise<void> {
  const wanted = JSON.stringify(expected.toSorted());
  while (JSON.stringify(await standing(desk)) !== wanted) await sleep(LOOK_MS);
}
