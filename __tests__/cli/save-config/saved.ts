import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { balanceCommand } from '../../../lib/cli/commands/balance.js';
import { saveConfig } from '../../../lib/cli/save-config/save-config.js';

/** What a file has after a configuration was saved to it. @param before - undefined where there is no file */
export async function saved(
  folder: string,
  before: string | undefined,
  settings: Readonly<Record<string, unknown>>,
  name = 'lb.yaml',
): Promise<string> {
  const path = join(folder, name);
  if (before !== undefined) await writeFile(path, before);
  await saveConfig(path, settings, balanceCommand.options);
  return readFile(path, 'utf8');
}
