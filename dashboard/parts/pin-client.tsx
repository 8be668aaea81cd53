import { useState } from 'preact/hooks';
import type { Lab } from '../state/lab.js';
import { Choice } from './choice.js';
import { titleOf } from './only-looks.js';

interface Props {
  readonly lab: Lab;
  readonly disabled: boolean;
  readonly pin: (key: string, backend: string) => void;
}

/** The path of a client's entry of SESSION_MAP in the API. */
export function pathOfKey(key: string): string {
  return `/v1/sessions/${encodeURIComponent(key)}`;
}

/** Has a client stick to a backend, also one that has not come yet. */
export function PinClient({ lab, disabled, pin }: Props) {
  const [key, setKey] = useState('');
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const names = lab.view.value?.backends.map(({ name }) => name) ?? [];
  const backend = chosen !== undefined && names.includes(chosen) ? chosen : names[0];
  if (backend === undefined) return null;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        pin(key.trim(), backend);
      }}
    >
      <label>
        Pin client{' '}
        <input
          type="text"
          required
          disabled={disabled}
          placeholder="its address"
          value={key}
          onInput={({ currentTarget }) => setKey(currentTarget.value)}
        />
      </label>
      <Choice {...{ name: 'to', label: 'Pin to', value: backend, values: names, disabled, set: setChosen }} />
      <button type="submit" disabled={disabled} title={titleOf(lab, 'pin', key.trim() || 'KEY', backend)}>
        pin
      </button>
    </form>
  );
}
