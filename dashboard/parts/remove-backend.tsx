import { useState } from 'preact/hooks';
import type { CtlWord } from '../state/ctl-line.js';
import type { Lab } from '../state/lab.js';
import { pathOf } from './backend-path.js';
import { Choice } from './choice.js';
import { ConfirmButton } from './confirm-button.js';
import { titleOf } from './only-looks.js';

/** What becomes of its connections first: they have that time to finish, or are closed. */
const CLOSE = 'close them';
const ENDS = ['10s', '1m', '10m', CLOSE];

/** The end of a backend: its connections first. */
export function RemoveBackend({ lab, name }: { readonly lab: Lab; readonly name: string }) {
  const [end, setEnd] = useState('10s');
  const [isLeaving, setLeaving] = useState(false);
  const disabled = !lab.mayChange.value || isLeaving;
  const query = end === CLOSE ? 'close=fin' : `drain=${end}`;
  const words: CtlWord[] = [
    ...['remove', name],
    end === CLOSE ? { option: 'close' } : { option: 'drain', value: end },
  ];
  const remove = async (): Promise<void> => {
    setLeaving(true);
    await lab.change('DELETE', `${pathOf(name)}?${query}`, undefined, words);
    setLeaving(false); // it is still there where that was refused
  };
  return (
    <p>
      <Choice
        {...{ name: 'after', label: `Connections of ${name} before it is removed`, value: end, values: ENDS }}
        disabled={disabled}
        set={setEnd}
      />
      <ConfirmButton
        name={`Remove ${name}`}
        label={isLeaving ? 'drains …' : 'remove'}
        title={titleOf(lab, ...words)}
        disabled={disabled}
        run={() => void remove()}
      />
    </p>
  );
}
