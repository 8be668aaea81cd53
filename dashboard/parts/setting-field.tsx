import { useRef, useState } from 'preact/hooks';
import type { Lab } from '../state/lab.js';
import { changeTo, textOf, type LiveOption } from '../state/live-options.js';
import type { BalancerView } from '../state/model.js';
import { titleOf } from './only-looks.js';

interface Props {
  readonly lab: Lab;
  readonly view: BalancerView;
  readonly option: LiveOption;
  /** The option is being looked at. */
  readonly tell: (option: LiveOption) => void;
}

/** One option that can be changed while the balancer runs. */
export function SettingField({ lab, view, option, tell }: Props) {
  const { name, key, help, words } = option;
  /** What is being typed, or was refused: news must not undo it. */
  const [typed, setTyped] = useState<string | undefined>(undefined);
  /** How often what is there now was refused: each time it is shown anew. */
  const [refusals, setRefusals] = useState(0);
  const field = useRef<HTMLInputElement & HTMLSelectElement>(null);
  const override = view.operator[key];
  const configured = textOf(option, view.config[key]);
  const present = override === null ? configured : textOf(option, override);
  const change = async (body: object, line: readonly string[]): Promise<void> => {
    const isDone = await lab.change('PATCH', '/v1/balancer', body, line);
    setRefusals((times) => (isDone ? 0 : times + 1));
    if (isDone) setTyped(undefined);
  };
  const set = (given: string): void => {
    const text = given.trim();
    if (text === present) revert();
    else {
      const body = changeTo(option, text);
      const [sent] = Object.values(body);
      void change(body, ['set', name, typeof sent === 'number' ? String(sent) : text]);
    }
  };
  const revert = (): void => {
    setTyped(undefined);
    setRefusals(0);
  };
  const unset = (): void => {
    void change({ [key]: null }, ['unset', name]);
    field.current?.focus(); // the button goes
  };
  const common = {
    ref: field,
    id: `set-${name}`,
    title: `${help}: ${titleOf(lab, 'set', name, 'VALUE')}`,
    disabled: !lab.mayChange.value,
    onFocus: () => tell(option),
  };
  return (
    <div class={override === null ? 'setting' : 'setting changed'}>
      <label for={`set-${name}`}>{name}</label>
      {words === undefined ? (
        <input
          {...common}
          type="text"
          spellcheck={false}
          autocomplete="off"
          value={typed ?? present}
          aria-invalid={refusals > 0}
          onInput={({ currentTarget }) => setTyped(currentTarget.value)}
          onChange={({ currentTarget }) => set(currentTarget.value)}
          onKeyDown={({ key: pressed }) => pressed === 'Escape' && revert()}
        />
      ) : (
        <select {...common} value={present} onChange={({ currentTarget }) => set(currentTarget.value)}>
          {words.map((word) => (
            <option key={word} value={word}>
              {word}
            </option>
          ))}
        </select>
      )}
      {/* It keeps its place when there is nothing to unset, so that no other control moves from under the pointer. */}
      <button
        type="button"
        class={override === null ? 'away' : undefined}
        aria-label={`Unset ${name}`}
        title={`back to ${configured}: ${titleOf(lab, 'unset', name)}`}
        disabled={!lab.mayChange.value}
        onClick={unset}
      >
        unset
      </button>
    </div>
  );
}
