import { useState } from 'preact/hooks';
import type { CtlWord } from '../state/ctl-line.js';
import type { Lab } from '../state/lab.js';
import { Turns } from '../state/turns.js';
import { pathOf } from './backend-path.js';
import { Choice } from './choice.js';
import { ConfirmButton } from './confirm-button.js';
import { titleOf } from './only-looks.js';

/** What becomes of its connections first: they have that time to finish, or are closed. */
const CLOSE = 'close them';
const ENDS = ['10s', '1m', '10m', CLOSE];

/** Removals that wait for connections, each by a request: a browser opens six connections to a place, and others need some. */
const REMOVALS_AT_ONCE = 3;
const removals = new Turns(REMOVALS_AT_ONCE);

type Stage = 'idle' | 'waits' | 'leaves';
const LABELS: Readonly<Record<Stage, string>> = {
  idle: 'remove',
  waits: 'waits for its turn …',
  leaves: 'drains …',
};

/** The end of a backend: its connections first. */
export function RemoveBackend({ lab, name }: { readonly lab: Lab; readonly name: string }) {
  const [end, setEnd] = useState('10s');
  const [stage, setStage] = useState<Stage>('idle');
  const disabled = !lab.mayChange.value || stage !== 'idle';
  const isClosing = end === CLOSE;
  const words: CtlWord[] = [
    'remove',
    name,
    isClosing ? { option: 'close' } : { option: 'drain', value: end },
  ];
  const leave = async (): Promise<void> => {
    if (lab.indexOf(name) < 0) return; // it has gone meanwhile
    setStage('leaves');
    await lab.change(
      'DELETE',
      `${pathOf(name)}?${isClosing ? 'close=fin' : `drain=${end}`}`,
      undefined,
      words,
    );
  };
  const remove = async (): Promise<void> => {
    setStage('waits');
    await (isClosing ? leave() : removals.run(leave));
    setStage('idle'); // it is still there where that was refused
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
        label={LABELS[stage]}
        title={titleOf(lab, ...words)}
        disabled={disabled}
        run={() => void remove()}
      />
    </p>
  );
}
