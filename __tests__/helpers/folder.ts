import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of the test's own, removed when it ends. */
export async function temporaryFolder(onEnd: (close: () => unknown) => void): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lbsim-'));
  onEnd(() => rm(folder, { recursive: true }));
  return folder;
}

/** A file in a folder of its own. @returns its path */
export async function temporaryFile(
  onEnd: (close: () => unknown) => void,
  name: string,
  content: string,
): Promise<string> {
  const path = join(await temporaryFolder(onEnd), name);
  await writeFile(path, content);
  return path;
}
