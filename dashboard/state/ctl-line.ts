import { shellWords } from '../../lib/cli/shell-words.js';

/** An option of `lbsim ctl`, such as `--drain 10s`. */
export interface CtlOption {
  readonly option: 'all' | 'backend' | 'backup' | 'close' | 'drain' | 'dry-run' | 'everywhere' | 'reset';
  /** @default none: it is a flag */
  readonly value?: string;
}

/** What `lbsim ctl` is told. A text is a word or a name, also one that looks like an option. */
export type CtlWord = string | CtlOption;

/** The line of a terminal that does what a control does, as it is typed into a shell. */
export function ctlLine(...words: readonly CtlWord[]): string {
  const named = words.filter((word) => typeof word === 'string');
  const options = words.filter((word) => typeof word !== 'string').flatMap(optionWords);
  const isDashed = named.some((word) => word.startsWith('-'));
  return `lbsim ctl ${shellWords(isDashed ? [...options, '--', ...named] : [...named, ...options])}`;
}

function optionWords({ option, value }: CtlOption): string[] {
  if (value === undefined) return [`--${option}`];
  return value.startsWith('-') ? [`--${option}=${value}`] : [`--${option}`, value];
}
