import { printable } from '../../printable.js';
import { group, optional, required } from '../../schema/option.js';
import { choice, filePath } from '../../schema/word.js';
import { defineCommand } from '../command.js';
import { COMMON } from '../options/groups.js';

/** The commands that may have a file; the first is meant when nothing else is. */
const OWNERS = {
  balance: async () => (await import('./balance.js')).balanceCommand,
  server: async () => (await import('./server.js')).serverCommand,
  client: async () => (await import('./client.js')).clientCommand,
};
type Owner = keyof typeof OWNERS;
const NAMES = Object.keys(OWNERS) as Owner[];

const options = {
  ...group('Config file:', {
    action: required(choice(['check']), 'check; as a positional argument'),
    file: required(filePath('read'), 'JSON or YAML file; also as a positional argument'),
    for: optional(choice(NAMES), 'Command whose options the file has', {
      defaultText: 'the one that knows most of its keys',
    }),
  }),
  ...COMMON,
};

export const configCommand = defineCommand({
  options,
  positionals: [
    { option: 'action', shown: 'check' },
    { option: 'file', shown: 'FILE' },
  ],
  details:
    'Prints every error of a config file as FILE:LINE:COLUMN: MESSAGE. Exit status 1 if there is one, 2 if the ' +
    'file cannot be read.',
  examples: [
    ['lbsim config check lb.yaml', 'all errors, with their places'],
    ['lbsim config check load.json --for client', 'of a file for lbsim client'],
  ],
  async run({ file, for: owner }) {
    const [{ problemsIn }, { readText }] = await Promise.all([
      import('../options/check-config.js'),
      import('../options/config-file.js'),
    ]);
    let name: Owner = owner ?? 'balance';
    const problems = await problemsIn(file, readText(file), async (keys) => {
      name = owner ?? (await ownerOf(keys));
      return OWNERS[name]();
    });
    const lines = problems.map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`);
    if (lines.length === 0) lines.push(`${file}: no errors, for lbsim ${name}`);
    process.stdout.write(lines.map((line) => `${printable(line)}\n`).join(''));
    return problems.length > 0 ? 1 : 0;
  },
});

/** The command that knows most of the keys. */
async function ownerOf(keys: readonly string[]): Promise<Owner> {
  const known = await Promise.all(
    NAMES.map(async (name) => {
      const { options: table } = await OWNERS[name]();
      return keys.filter((key) => Object.hasOwn(table, key)).length;
    }),
  );
  return NAMES[known.indexOf(Math.max(...known))] ?? 'balance';
}
