import { didYouMean } from '../../did-you-mean.js';
import { optionError } from '../../errors.js';
import { BACKEND_VERBS } from './backend-verbs.js';
import { CLIENT_VERBS } from './client-verbs.js';
import { CLUSTER_VERBS } from './cluster-verbs.js';
import { CONFIG_VERBS } from './config-verbs.js';
import { FAULT_VERBS } from './fault-verbs.js';
import { HOLD_VERBS } from './hold-verbs.js';
import { inCtlWords } from './in-ctl-words.js';
import { PROCESS_VERBS } from './process-verbs.js';
import { SETTINGS_VERBS } from './settings-verbs.js';
import { refuseUselessOptions, refuseWrongWords, verbName, type CtlContext, type Verb } from './verb.js';
import { WHY_VERBS } from './why-verbs.js';

/** All words of `lbsim ctl`, in the order of its help. */
export const VERBS: readonly Verb[] = [
  ...BACKEND_VERBS,
  ...FAULT_VERBS,
  ...CLIENT_VERBS,
  ...WHY_VERBS,
  ...HOLD_VERBS,
  ...SETTINGS_VERBS,
  ...CONFIG_VERBS,
  ...CLUSTER_VERBS,
  ...PROCESS_VERBS,
];

export const VERB_NAMES = VERBS.map(verbName);

/**
 * Does what the words say: `drain`, `B2`.
 *
 * @throws LbsimError of kind `usage` for words that there are not; `ERR_REFUSED`, `ERR_CONNECT`
 */
export async function runVerb([word = '', ...words]: readonly string[], context: CtlContext): Promise<void> {
  const verb = VERBS.find((each) => verbName(each) === word);
  if (verb === undefined)
    throw optionError(
      `unknown word '${word}'${didYouMean(word, VERB_NAMES)}: use one of ${VERB_NAMES.join(', ')}`,
    );
  refuseWrongWords(verb, words);
  refuseUselessOptions(verb, context.options);
  await inCtlWords(() => verb.run(words, context));
}
