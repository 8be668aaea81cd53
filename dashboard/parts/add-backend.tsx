import { useState } from 'preact/hooks';
import { ctlLine, type CtlWord } from '../state/ctl-line.js';
import type { Lab } from '../state/lab.js';
import { Fold } from './fold.js';
import { ONLY_LOOKS } from './only-looks.js';

const EMPTY = { name: '', host: '127.0.0.1', port: '', weight: '1', backup: false };
type Given = typeof EMPTY;

/** As `lbsim ctl add` has it: `B4=127.0.0.1:8884@2`. */
function specOf({ name, host, port, weight }: Given): string {
  const place = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  return `${name === '' ? '' : `${name}=`}${place}${weight === '1' ? '' : `@${weight}`}`;
}

/** A backend more. */
export function AddBackend({ lab }: { readonly lab: Lab }) {
  const [given, setGiven] = useState<Given>(EMPTY);
  const disabled = !lab.mayChange.value;
  const give = (part: Partial<Given>): void => setGiven({ ...given, ...part });
  const words = (spec: string): readonly CtlWord[] =>
    given.backup ? ['add', spec, { option: 'backup' }] : ['add', spec];
  const add = async (): Promise<void> => {
    const { name, host, port, weight, backup } = given;
    const body = {
      ...(name !== '' && { name }),
      host: host.trim(),
      port: Number(port),
      weight: Number(weight),
      backup,
    };
    if (await lab.change('POST', '/v1/backends', body, words(specOf(given)))) setGiven(EMPTY);
  };
  const field = (label: string, key: 'name' | 'host', placeholder: string) => (
    <label>
      {label}{' '}
      <input
        type="text"
        class={key}
        aria-label={`${label} of the new backend`}
        required={key === 'host'}
        {...{ placeholder, disabled, value: given[key] }}
        onInput={({ currentTarget: { value } }) => give({ [key]: value })}
      />
    </label>
  );
  const figure = (label: string, key: 'port' | 'weight', max: number) => (
    <label>
      {label}{' '}
      <input
        type="number"
        aria-label={`${label} of the new backend`}
        required
        min={1}
        {...{ max, disabled, value: given[key] }}
        onInput={({ currentTarget: { value } }) => give({ [key]: value })}
      />
    </label>
  );
  return (
    <Fold class="clients add" summary="Add a backend">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        {field('Name', 'name', 'its address')}
        {field('Host', 'host', 'an address or a name')}
        {figure('Port', 'port', 65_535)}
        {figure('Weight', 'weight', 256)}
        <label>
          <input
            type="checkbox"
            disabled={disabled}
            checked={given.backup}
            onChange={({ currentTarget }) => give({ backup: currentTarget.checked })}
          />{' '}
          backup
        </label>
        <button type="submit" disabled={disabled} title={disabled ? ONLY_LOOKS : undefined}>
          add
        </button>
        <code class="muted">{ctlLine(...words(specOf({ ...given, port: given.port || 'PORT' })))}</code>
      </form>
    </Fold>
  );
}
