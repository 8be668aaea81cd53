import type { CommandCompletions, Completion } from './completions.js';

/** For bash 3.2 and later, which splits `--option=value` at the `=`. */
export function bashScript(commands: readonly CommandCompletions[]): string {
  const lines = commands.flatMap(({ name, options, positional }) => [
    ...[...options]
      .filter(([, { isFlag }]) => !isFlag)
      .map(([option, completion]) => `    '${name} --${option}') ${actionOf(completion)}; return ;;`),
    ...positional.map((completion, index) => `    '${name} '${index + 2}) ${actionOf(completion)} ;;`),
  ]);
  const values = lines.filter((line) => line.includes('return'));
  const words = lines.filter((line) => !line.includes('return'));
  const options = commands.map(
    ({ name, options: known }) =>
      `    ${name}) _lbsim_words '${[...known.keys()].map((each) => `--${each}`).join(' ')}' ;;`,
  );
  return `# bash completion of lbsim: source this file, or put it into the folder of bash-completion.
_lbsim_words() {
  COMPREPLY=($(compgen -W "$1" -- "$cur"))
}
_lbsim_list() {
  local before=''
  [[ $cur == *,* ]] && before="\${cur%,*},"
  COMPREPLY=($(compgen -P "$before" -W "$1" -- "\${cur##*,}"))
}
_lbsim_files() {
  local IFS=$'\\n'
  COMPREPLY=($(compgen -f -- "$cur"))
  compopt -o filenames 2>/dev/null
}
_lbsim() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}"
  COMPREPLY=()
  if [[ $cur == '=' ]]; then cur=''
  elif [[ $before == '=' ]]; then before="\${COMP_WORDS[COMP_CWORD-2]}"
  fi
  if ((COMP_CWORD == 1)); then
    _lbsim_words '${commands.map(({ name }) => name).join(' ')}'
    return
  fi
  case "$command $before" in
${values.join('\n')}
  esac
  [[ $cur != -* ]] && case "$command $COMP_CWORD" in
${words.join('\n')}
  esac
  ((\${#COMPREPLY[@]} > 0)) && return
  case "$command" in
${options.join('\n')}
  esac
}
complete -F _lbsim lbsim
`;
}

function actionOf({ words, isList, isFile }: Completion): string {
  if (words.length > 0) return `${isList ? '_lbsim_list' : '_lbsim_words'} '${words.join(' ')}'`;
  return isFile ? '_lbsim_files' : ':';
}
