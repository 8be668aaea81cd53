import { useState } from 'preact/hooks';
import { faultWord } from '../../lib/admin/fault-words.js';
import type { Lab } from '../state/lab.js';
import type { FaultName } from '../state/model.js';
import { oneAtATime } from '../state/one-at-a-time.js';
import { pathOf } from './backend-path.js';
import { Choice } from './choice.js';
import { Fold } from './fold.js';
import { titleOf } from './only-looks.js';

type Faults = Readonly<Record<string, string | number | boolean>>;

const OFF = 'off';
/** All faults that an `lbsim server` can be given, with values to choose from; any other value by `lbsim ctl fault`. */
const FAULTS: Readonly<Record<FaultName, readonly string[]>> = {
  latency: [OFF, '50ms', '300ms', '2s'],
  jitter: [OFF, '20ms', '200ms'],
  bandwidth: [OFF, '1K', '64K'],
  'refuse-ratio': [OFF, '0.2', '0.5', '1'],
  'fail-first': [OFF, '1', '5', '20'],
  'reset-after': [OFF, '1', '100', '64K'],
  'close-after': [OFF, '1', '100', '64K'],
  hang: [OFF, 'on'],
  freeze: [OFF, 'on'],
  'probe-only': [OFF, 'on'],
  direction: ['downstream', 'upstream', 'both'],
};
/** What else one must know of some. */
const HELP: Readonly<Partial<Record<FaultName, string>>> = {
  direction: 'the bytes that faults affect, of a server with --mode forward',
};

/** What a backend of this machine is to do wrong. */
export function FaultMenu({ lab, name }: { readonly lab: Lab; readonly name: string }) {
  const [present, setPresent] = useState<Faults>({});
  const path = `${pathOf(name)}/faults`;
  const [read] = useState(() =>
    oneAtATime(async () => {
      const answer = await lab.api.ask<Faults>('GET', path);
      if (answer.ok) setPresent(answer.body);
    }),
  );
  const change = async (method: string, body: object, words: readonly string[]): Promise<boolean> => {
    const isDone = await lab.change(method, path, body, words);
    await read();
    return isDone;
  };
  return (
    <Fold class="faults" summary="faults" label={`Faults of ${name}`} opened={() => void read()}>
      <div class="sheet">
        {(Object.keys(FAULTS) as FaultName[]).map((kind) => (
          <Choice
            key={kind}
            name={kind}
            label={`${kind} of ${name}`}
            title={[HELP[kind], titleOf(lab, 'fault', name, kind, 'VALUE')].filter(Boolean).join(': ')}
            value={faultWord(present[kind] ?? FAULTS[kind][0] ?? OFF)}
            values={FAULTS[kind]}
            disabled={!lab.mayChange.value}
            set={(value) => change('PATCH', { [kind]: value }, ['fault', name, kind, value])}
          />
        ))}
        <button
          type="button"
          aria-label={`Heal ${name}`}
          title={titleOf(lab, 'heal', name)}
          disabled={!lab.mayChange.value}
          onClick={() => void change('DELETE', {}, ['heal', name])}
        >
          heal
        </button>
      </div>
    </Fold>
  );
}
