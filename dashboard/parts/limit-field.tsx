import { useState } from 'preact/hooks';
import type { Lab } from '../state/lab.js';
import type { BackendView } from '../state/model.js';
import { pathOf } from './backend-path.js';
import { isWhole } from './whole.js';
import { titleOf } from './only-looks.js';

const UNLIMITED = 'unlimited';

/** How many connections a backend may have; an empty field is any number. */
export function LimitField({ lab, backend }: { readonly lab: Lab; readonly backend: BackendView }) {
  const { name, load, operator } = backend;
  const [typed, setTyped] = useState<string | undefined>(undefined);
  const disabled = !lab.mayChange.value;
  const change = (maxConnections: number | string | null, word: string): void =>
    void lab
      .change('PATCH', pathOf(name), { maxConnections }, ['limit', name, word])
      .then(() => setTyped(undefined));
  const refuse = (): void => {
    lab.refuse(['limit', name, 'N'], 'A limit is a whole number from 1 up; an empty field is no limit.');
    setTyped(undefined);
  };
  return (
    <p>
      <input
        type="number"
        aria-label={`Limit of ${name}`}
        title={titleOf(lab, 'limit', name, 'N')}
        min={1}
        placeholder={UNLIMITED}
        value={typed ?? String(load.max ?? '')}
        disabled={disabled}
        onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        onChange={({ currentTarget: field }) => {
          if (field.validity.valid && field.value === '') change(UNLIMITED, UNLIMITED);
          else if (isWhole(field)) change(Number(field.value), String(Number(field.value)));
          else refuse();
        }}
      />
      <button
        type="button"
        aria-label={`Default limit of ${name}`}
        title={titleOf(lab, 'limit', name, 'default')}
        disabled={disabled || operator.maxConnections === null}
        onClick={() => change(null, 'default')}
      >
        default
      </button>
    </p>
  );
}
