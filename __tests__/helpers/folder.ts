import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of the test's own, removed when it ends. */
export async function temporaryFolder(onEnd: (close: () => unknown) => void): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lbsim-'));
  onEnd(() => rm(folder, { recursive: true }));
  return folder;
}
