import { ALWAYS, BACKEND_NAMES, type CommandCompletions, type Completion } from './completions.js';

/** For the function path of zsh, as `_lbsim`; or to be sourced. */
export function zshScript(commands: readonly CommandCompletions[]): string {
  const cases = commands.map(({ name, options, positional, following }) => {
    const specs = [
      ...[...options].flatMap(optionSpecs),
      ...positional.map(
        (completion, index) => `'${index + 1}:${escaped(completion.help)}:${actionOf(completion)}'`,
      ),
      ...(following.size > 0 ? [`'2:word:_lbsim_after_${name}'`] : []),
    ];
    return `    ${name})\n      _arguments \\\n${specs.map((spec) => `        ${spec}`).join(' \\\n')}\n      ;;`;
  });
  return `#compdef lbsim
_lbsim_or_files() {
  compadd "$@" || _files
}
_lbsim_list() {
  compset -P '*,'
  compadd -qS , "$@"
}
_lbsim_list_or_files() {
  compset -P '*,'
  compadd -qS , "$@" || _files
}
_lbsim_backends() {
  compadd -- \${(f)"$(${BACKEND_NAMES})"}
}
${commands
  .filter(({ following }) => following.size > 0)
  .map(afterFunction)
  .join('\n')}
_lbsim() {
  local -a commands
  commands=(
${commands.map(({ name, describe }) => `    '${name}:${escaped(describe)}'`).join('\n')}
  )
  if ((CURRENT == 2)) && [[ $PREFIX == -* ]]; then
    _arguments ${[...ALWAYS].flatMap(optionSpecs).join(' ')}
    return
  elif ((CURRENT == 2)); then
    _describe command commands
    return
  fi
  shift words
  ((CURRENT--))
  case $words[1] in
${cases.join('\n')}
  esac
}
if [[ $funcstack[1] == _lbsim ]]; then _lbsim "$@"; else compdef _lbsim lbsim; fi
`;
}

/** What may follow the first word of a command. */
function afterFunction({ name, following }: CommandCompletions): string {
  const cases = [...following].map(
    ([word, next]) =>
      `    ${word}) ${next === 'backends' ? '_lbsim_backends' : `compadd ${next.join(' ')}`} ;;`,
  );
  return `_lbsim_after_${name}() {\n  case $words[2] in\n${cases.join('\n')}\n  esac\n}`;
}

function optionSpecs([option, completion]: readonly [string, Completion]): string[] {
  const { help, isFlag, letter } = completion;
  if (!isFlag) return [`'*--${option}=[${escaped(help)}]:value:${actionOf(completion)}'`];
  const names = [...(letter === undefined ? [] : [`-${letter}`]), `--${option}`];
  return names.map((name) => `'${name}[${escaped(help)}]'`);
}

function actionOf({ words, isList, isFile }: Completion): string {
  const listed = words.join(' ');
  if (words.length === 0) return isFile ? '_files' : '';
  if (isList) return `_lbsim_list${isFile ? '_or_files' : ''} ${listed}`;
  return isFile ? `_lbsim_or_files ${listed}` : `(${listed})`;
}

function escaped(text: string): string {
  return text.replace(/[[\]:\\]/g, '\\$&').replaceAll("'", `'\\''`);
}
