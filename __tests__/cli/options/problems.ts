import { balanceCommand } from '../../../lib/cli/commands/balance.js';
import { problemsFor } from '../../../lib/cli/options/check-config.js';
import { parseConfig } from '../../../lib/cli/options/config-file.js';

/** The problems in a config file for a command: `2:1 message`, one for each. */
export async function problems(text: string, command = balanceCommand): Promise<string[]> {
  const found = await problemsFor(command, await parseConfig(text));
  return found.map(({ line, column, message }) => `${line}:${column} ${message}`);
}
