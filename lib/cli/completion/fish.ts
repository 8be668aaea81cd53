import type { CommandCompletions, Completion } from './completions.js';

/** For fish's folder of completions, as `lbsim.fish`. */
export function fishScript(commands: readonly CommandCompletions[]): string {
  const names = commands.map(
    ({ name, describe }) => `complete -c lbsim -n __fish_use_subcommand -f -a ${name} -d ${quoted(describe)}`,
  );
  const options = commands.flatMap(({ name, options: known, positional }) => {
    const seen = `complete -c lbsim -n '__fish_seen_subcommand_from ${name}'`;
    return [
      ...[...known].map(([option, each]) => `${seen} -l ${option} ${valueOf(each)}-d ${quoted(each.help)}`),
      ...positional.map(({ words, isFile }) =>
        isFile ? `${seen} -F` : `${seen} -f -a ${quoted(words.join(' '))}`,
      ),
    ];
  });
  return [...names, ...options, ''].join('\n');
}

function valueOf({ words, isFile, isFlag }: Completion): string {
  if (isFlag) return '';
  if (words.length > 0) return `-x -a ${quoted(words.join(' '))} `;
  return isFile ? '-r -F ' : '-x ';
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
