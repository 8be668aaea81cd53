import type { FollowingWord } from '../command.js';
import { ALWAYS, BACKEND_NAMES, wordsOf, type CommandCompletions, type Completion } from './completions.js';

/** For bash 3.2 and later, which splits `--option=value` at the `=`. */
export function bashScript(commands: readonly CommandCompletions[]): string {
  const lines = commands.flatMap(({ name, options, positional, following }) => [
    ...[...options]
      .filter(([, { isFlag }]) => !isFlag)
      .map(([option, completion]) => `    '${name} --${option}') ${actionOf(completion)}; return ;;`),
    ...[...following].map(
      ([word, next]) =>
        `    '${name} ${word}') if ((COMP_CWORD == 3)) && [[ $cur != -* ]]; then ${followingActionOf(next)}; return; fi ;;`,
    ),
    ...positional.map((completion, index) => `    '${name} '${index + 2}) ${actionOf(completion)} ;;`),
  ]);
  const values = lines.filter((line) => line.includes('return'));
  const words = lines.filter((line) => !line.includes('return'));
  const options = commands.map(
    ({ name, options: known }) => `    ${name}) _lbsim_words '${wordsOf(known).join(' ')}' ;;`,
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
_lbsim_list_files() {
  local IFS=$'\\n' before=''
  [[ $cur == *,* ]] && before="\${cur%,*},"
  COMPREPLY=($(compgen -P "$before" -f -- "\${cur##*,}"))
  compopt -o nospace 2>/dev/null
}
_lbsim_backends() {
  _lbsim_words "$(${BACKEND_NAMES})"
}
_lbsim_none() {
  ((\${#COMPREPLY[@]} == 0))
}
_lbsim() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}"
  COMPREPLY=()
  if [[ $cur == '=' ]]; then cur=''
  elif [[ $before == '=' ]]; then before="\${COMP_WORDS[COMP_CWORD-2]}"
  fi
  if ((COMP_CWORD == 1)) && [[ $cur == -* ]]; then
    _lbsim_words '${wordsOf(ALWAYS).join(' ')}'
    return
  elif ((COMP_CWORD == 1)); then
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

/** Files where none of the words is meant. */
function actionOf({ words, isList, isFile }: Completion): string {
  const [ofWords, ofFiles] = isList ? ['_lbsim_list', '_lbsim_list_files'] : ['_lbsim_words', '_lbsim_files'];
  const actions = [
    ...(words.length > 0 ? [`${ofWords} '${words.join(' ')}'`] : []),
    ...(isFile ? [ofFiles] : []),
  ];
  return actions.join('; _lbsim_none && ') || ':';
}

function followingActionOf(next: FollowingWord): string {
  return next === 'backends' ? '_lbsim_backends' : `_lbsim_words '${next.join(' ')}'`;
}
