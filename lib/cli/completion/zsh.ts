import type { CommandCompletions, Completion } from './completions.js';

/** For the function path of zsh, as `_lbsim`; or to be sourced. */
export function zshScript(commands: readonly CommandCompletions[]): string {
  const cases = commands.map(({ name, options, positional }) => {
    const specs = [
      ...[...options].map(([option, completion]) => optionSpec(option, completion)),
      ...positional.map(
        (completion, index) => `'${index + 1}:${escaped(completion.help)}:${actionOf(completion)}'`,
      ),
    ];
    return `    ${name})\n      _arguments \\\n${specs.map((spec) => `        ${spec}`).join(' \\\n')}\n      ;;`;
  });
  return `#compdef lbsim
_lbsim() {
  local -a commands
  commands=(
${commands.map(({ name, describe }) => `    '${name}:${escaped(describe)}'`).join('\n')}
  )
  if ((CURRENT == 2)); then
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

function optionSpec(option: string, completion: Completion): string {
  const { help, isFlag } = completion;
  if (isFlag) return `'--${option}[${escaped(help)}]'`;
  return `'*--${option}=[${escaped(help)}]:value:${actionOf(completion)}'`;
}

function actionOf({ words, isList, isFile }: Completion): string {
  if (words.length > 0) return isList ? `_values -s , word ${words.join(' ')}` : `(${words.join(' ')})`;
  return isFile ? '_files' : '';
}

function escaped(text: string): string {
  return text.replace(/[[\]:\\]/g, '\\$&').replaceAll("'", `'\\''`);
}
