import { useState } from 'preact/hooks';
import { faultWord } from '../../lib/admin/fault-words.js';
import type { Lab } from '../state/lab.js';
import type { FaultName } from '../state/model.js';
import { pathOf } from './backend-path.js';
import { Choice } from './choice.js';

type Faults = Readonly<Record<string, string | number | boolean>>;

const OFF = 'off';
/** Faults that an `lbsim server` can be given here, with values to choose from; the rest by `lbsim ctl fault`. */
const FAULTS: Readonly<Partial<Record<FaultName, readonly string[]>>> = {
  latency: ['50ms', '300ms', '2s'],
  jitter: ['20ms', '200ms'],
  'refuse-ratio': ['0.2', '0.5', '1'],
  bandwidth: ['1K', '64K'],
  hang: ['on'],
  freeze: ['on'],
  'probe-only': ['on'],
};

/** What a backend of this machine is to do wrong. */
export function FaultMenu({ lab, name }: { readonly lab: Lab; readonly name: string }) {
  const [present, setPresent] = useState<Faults>({});
  const path = `${pathOf(name)}/faults`;
  const read = async (): Promise<void> => {
    const answer = await lab.api.ask<Faults>('GET', path);
    if (answer.ok) setPresent(answer.body);
  };
  const change = async (method: string, body: object, line: string): Promise<void> => {
    await lab.change(method, path, body, line);
    await read();
  };
  return (
    <details class="faults" onToggle={({ currentTarget }) => currentTarget.open && void read()}>
      <summary aria-label={`Faults of ${name}`}>faults</summary>
      <div class="sheet">
        {Object.entries(FAULTS).map(([kind, values]) => (
          <Choice
            key={kind}
            name={kind}
            label={`${kind} of ${name}`}
            value={faultWord(present[kind] ?? false)}
            values={[OFF, ...values]}
            disabled={!lab.mayChange.value}
            set={(value) => void change('PATCH', { [kind]: value }, `fault ${name} ${kind} ${value}`)}
          />
        ))}
        <button
          type="button"
          aria-label={`Heal ${name}`}
          disabled={!lab.mayChange.value}
          onClick={() => void change('DELETE', {}, `heal ${name}`)}
        >
          heal
        </button>
      </div>
    </details>
  );
}
