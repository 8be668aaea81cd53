import type { CtlOption, CtlWord } from '../state/ctl-line.js';
import type { Lab } from '../state/lab.js';
import { Choice } from './choice.js';
import { titleOf } from './only-looks.js';

const HERE = 'this balancer';
const EVERYWHERE = 'all balancers of the cluster';
const FOR_ALL: CtlOption = { option: 'everywhere' };

/** Whose backend the drain, maintenance, ready and weight of a row are about: the query of the API and the words of `lbsim ctl` for it. */
export function reachOf({ cluster, identity }: Lab): {
  readonly query: string;
  readonly words: readonly CtlWord[];
} {
  return identity.value?.cluster === true && cluster.isForAll.value
    ? { query: '?everywhere=true', words: [FOR_ALL] }
    : { query: '', words: [] };
}

/** That choice, in a cluster alone. */
export function ForAll({ lab }: { readonly lab: Lab }) {
  if (lab.identity.value?.cluster !== true) return null;
  const { isForAll } = lab.cluster;
  return (
    <p class="for-all">
      <Choice
        name="Drain, maintenance, ready and weight are for"
        value={isForAll.value ? EVERYWHERE : HERE}
        values={[HERE, EVERYWHERE]}
        disabled={!lab.mayChange.value}
        title={titleOf(lab, 'drain', 'NAME', FOR_ALL)}
        set={(reach) => (isForAll.value = reach === EVERYWHERE)}
      />
    </p>
  );
}
