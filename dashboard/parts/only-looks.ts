import { ctlLine, type CtlWord } from '../state/ctl-line.js';
import type { Lab } from '../state/lab.js';

/** Why a control does nothing for one who may only look. */
export const ONLY_LOOKS = 'This page was opened with the token that may only look.';

/** What is told of a control: the line of `lbsim ctl` that does the same, or why it does nothing. */
export function titleOf({ mayChange }: Lab, ...words: readonly CtlWord[]): string {
  return mayChange.value ? ctlLine(...words) : ONLY_LOOKS;
}
