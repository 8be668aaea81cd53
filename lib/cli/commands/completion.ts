import { group, required } from '../../schema/option.js';
import { choice } from '../../schema/word.js';
import { defineCommand, type Command, type CommandEntry } from '../command.js';
import { COMMON } from '../options/groups.js';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

const options = {
  ...group('Completion:', {
    shell: required(choice(SHELLS), 'bash, zsh or fish; also as a positional argument'),
  }),
  ...COMMON,
};

/** @param commands - those that the shell is told of */
export const completionCommand = (commands: readonly CommandEntry[]): Command =>
  defineCommand({
    options,
    positionals: [{ option: 'shell', shown: 'SHELL' }],
    details: 'Prints a script that completes commands, options, their words and file names.',
    examples: [
      ['source <(lbsim completion bash)', 'in ~/.bashrc'],
      ['lbsim completion zsh > ~/.zfunc/_lbsim', 'with ~/.zfunc in fpath'],
      ['lbsim completion fish > ~/.config/fish/completions/lbsim.fish', 'for fish'],
    ],
    async run({ shell }) {
      const [{ completionsOf }, { bashScript }, { zshScript }, { fishScript }] = await Promise.all([
        import('../completion/completions.js'),
        import('../completion/bash.js'),
        import('../completion/zsh.js'),
        import('../completion/fish.js'),
      ]);
      const script = { bash: bashScript, zsh: zshScript, fish: fishScript }[shell];
      process.stdout.write(script(await completionsOf(commands)));
      return 0;
    },
  });
