import { shellWords } from '../../lib/cli/shell-words.js';

/** Those of `lbsim ctl` that controls use, and whether the word after them is their value. */
const OPTIONS: Readonly<Record<string, boolean>> = {
  '--all': false,
  '--backend': true,
  '--backup': false,
  '--close': false,
  '--drain': true,
  '--dry-run': false,
  '--everywhere': false,
  '--reset': false,
};

/** The line of a terminal that does what a control does, as it is typed into a shell. A name may begin with a dash. */
export function ctlLine(...words: readonly string[]): string {
  const named: string[] = [];
  const options: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const takesValue = OPTIONS[word];
    if (takesValue === undefined) named.push(word);
    else if (takesValue) options.push(...optionWords(word, words[(at += 1)] ?? ''));
    else options.push(word);
  }
  const isDashed = named.some((word) => word.startsWith('-'));
  return `lbsim ctl ${shellWords(isDashed ? [...options, '--', ...named] : [...named, ...options])}`;
}

function optionWords(option: string, value: string): string[] {
  return value.startsWith('-') ? [`${option}=${value}`] : [option, value];
}
