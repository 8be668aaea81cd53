import { didYouMean } from '../../did-you-mean.js';
import { printable } from '../../printable.js';
import type { CommandEntry } from '../command.js';
import { COMMANDS } from '../commands/index.js';
import { variableOf } from './sources.js';
import { ADMIN_TOKEN } from '../../admin/option-table.js';

/**
 * Warns of each variable that begins with `LBSIM_` and that no command knows: one line on standard error. The other commands
 * are loaded only when this one does not know a variable.
 */
export async function warnOfUnknownVariables(command: CommandEntry, env: NodeJS.ProcessEnv): Promise<void> {
  const own = await variablesOf(command);
  const unclear = Object.keys(env).filter(
    (name) => name.startsWith('LBSIM_') && env[name] !== '' && !own.includes(name),
  );
  if (unclear.length === 0) return;
  const known = [ADMIN_TOKEN, ...(await Promise.all(COMMANDS.map(variablesOf))).flat()];
  for (const name of unclear.filter((each) => !known.includes(each))) {
    const hint = didYouMean(name, [...own, ...known]);
    process.stderr.write(
      `lbsim: unknown variable ${printable(name)}${hint}: see 'lbsim help ${command.name}'\n`,
    );
  }
}

async function variablesOf(command: CommandEntry): Promise<readonly string[]> {
  const names = Object.keys((await command.load()).options);
  return names.flatMap((name) => [variableOf(name), variableOf(`${command.name}-${name}`)]);
}
