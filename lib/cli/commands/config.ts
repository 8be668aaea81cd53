import { printable } from '../../printable.js';
import { group, optional, required } from '../../schema/option.js';
import { choice, text } from '../../schema/word.js';
import { defineCommand, type Command, type CommandEntry } from '../command.js';
import { COMMON } from '../options/groups.js';

/** Commands that no file is written for. */
const WITHOUT_FILE = ['config', 'completion', 'ctl'];
/** Whose file it is when several know as many of its keys. */
const FIRST = 'balance';
const STANDARD_INPUT = '-';

/** @param commands - all there are */
export const configCommand = (commands: readonly CommandEntry[]): Command => {
  const owners = commands
    .filter(({ name }) => !WITHOUT_FILE.includes(name))
    .toSorted((a, b) => Number(b.name === FIRST) - Number(a.name === FIRST));
  const names = owners.map(({ name }) => name);
  return defineCommand({
    options: {
      ...group('Config file:', {
        file: required(
          { ...text, file: 'read', range: 'file' },
          'JSON or YAML file, - for standard input; also as a positional argument',
        ),
        for: optional(choice(names), `Command whose options the file has: ${names.join(', ')}`, {
          defaultText: 'those that know its keys',
        }),
      }),
      ...COMMON,
    },
    positionals: [{ shown: 'check' }, { option: 'file', shown: 'FILE' }],
    details:
      'Prints every error of a config file as FILE:LINE:COLUMN: MESSAGE, and for which commands it was checked. ' +
      'Exit status 1 if there is an error, 2 if the file cannot be read.',
    examples: [
      ['lbsim config check lb.yaml', 'all errors, with their places'],
      ['lbsim config check load.json --for client', 'of a file for lbsim client'],
    ],
    async run({ file, for: owner }) {
      const [{ readText, readStandardInput, parseConfig }, { checkFor }] = await Promise.all([
        import('../options/config-file.js'),
        import('../options/check-config.js'),
      ]);
      const isInput = file === STANDARD_INPUT;
      const config = await parseConfig(isInput ? await readStandardInput() : readText(file));
      const asked = owner === undefined ? owners : owners.filter(({ name }) => name === owner);
      const { problems, names: found } = await checkFor(asked, config);
      const path = isInput ? '<stdin>' : file;
      const commandList = found.length === names.length ? 'every command' : `lbsim ${found.join(', ')}`;
      const count = problems.length === 1 ? '1 error' : `${problems.length || 'no'} errors`;
      const lines = [
        ...problems.map(({ line, column, message }) => `${path}:${line}:${column}: ${message}`),
        `${path}: ${count}, for ${commandList}`,
      ];
      process.stdout.write(lines.map((line) => `${printable(line)}\n`).join(''));
      return problems.length > 0 ? 1 : 0;
    },
  });
};
