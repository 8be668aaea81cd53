import type { FollowingWord } from '../command.js';
import { ALWAYS, BACKEND_NAMES, type CommandCompletions, type Completion } from './completions.js';

const FUNCTIONS = `function __lbsim_at
    set -l words (commandline -opc)
    test "$words[2]" = $argv[1]; and test (count $words) -eq $argv[2]
end
function __lbsim_of
    set -l words (commandline -opc)
    test "$words[2]" = $argv[1]
end
function __lbsim_after
    set -l words (commandline -opc)
    test (count $words) -eq 3; and test "$words[2] $words[3]" = "$argv"
end
function __lbsim_backends
    ${BACKEND_NAMES}
end
function __lbsim_list
    set -l token (commandline -ct | string replace -r '^--[^=]*=' '')
    set -l before (string match -r '^.*,' -- $token; or echo '')
    printf '%s\\n' $before$argv
end
function __lbsim_list_files
    set -l token (commandline -ct | string replace -r '^--[^=]*=' '')
    set -l before (string match -r '^.*,' -- $token; or echo '')
    printf '%s\\n' $before(__fish_complete_path (string replace -r '^.*,' '' -- $token))
end
complete -c lbsim -f
`;

/** For fish's folder of completions, as `lbsim.fish`. */
export function fishScript(commands: readonly CommandCompletions[]): string {
  const first = `complete -c lbsim -n 'test (count (commandline -opc)) -eq 1'`;
  const names = commands.map(({ name, describe }) => `${first} -a ${name} -d ${quoted(describe)}`);
  const always = [...ALWAYS].map((entry) => `${first} ${optionOf(entry)}`);
  const options = commands.flatMap(({ name, options: known, positional, following }) => [
    ...[...known].map((entry) => `complete -c lbsim -n '__lbsim_of ${name}' ${optionOf(entry)}`),
    ...positional.map(
      (each, index) => `complete -c lbsim -n '__lbsim_at ${name} ${index + 2}' ${valueOf(each)}`,
    ),
    ...[...following].map(
      ([word, next]) => `complete -c lbsim -n '__lbsim_after ${name} ${word}' -f -a ${quoted(listOf(next))}`,
    ),
  ]);
  return FUNCTIONS + [...names, ...always, ...options, ''].join('\n');
}

function optionOf([name, completion]: readonly [string, Completion]): string {
  const { letter, isFlag, help } = completion;
  const short = letter === undefined ? '' : `-s ${letter} `;
  return `${short}-l ${name} ${isFlag ? '' : `-r ${valueOf(completion)} `}-d ${quoted(help)}`;
}

function valueOf({ words, isList, isFile }: Completion): string {
  const listed = words.join(' ');
  if (isList && words.length > 0)
    return `-f -a ${quoted(`(__lbsim_list ${listed})${isFile ? ' (__lbsim_list_files)' : ''}`)}`;
  const offered = words.length > 0 ? ` -a ${quoted(listed)}` : '';
  return (isFile ? '-F' : '-f') + offered;
}

function listOf(next: FollowingWord): string {
  return next === 'backends' ? '(__lbsim_backends)' : next.join(' ');
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
