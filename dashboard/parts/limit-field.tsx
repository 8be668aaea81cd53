import { useState } from 'preact/hooks';
import type { Lab } from '../state/lab.js';
import type { BackendView } from '../state/model.js';
import { pathOf } from './backend-path.js';
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
        onChange={({ currentTarget: { value } }) =>
          value === '' ? change(UNLIMITED, UNLIMITED) : change(Number(value), value)
        }
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
