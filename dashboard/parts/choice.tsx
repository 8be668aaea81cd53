import { useState } from 'preact/hooks';

interface Props {
  /** What stands beside it. */
  readonly name: string;
  /** Its name for assistive technology. @default what stands beside it */
  readonly label?: string;
  /** One that is not among the values is shown before them. */
  readonly value: string;
  readonly values: readonly string[];
  readonly disabled: boolean;
  readonly title?: string;
  /** What it answers may be whether that was done. */
  readonly set: (value: string) => unknown;
}

/** One of some words. It shows what is, and so what was before when a change is refused. */
export function Choice({ name, label, value, values, disabled, title, set }: Props) {
  const [, showAgain] = useState(0);
  const choose = async (chosen: string): Promise<void> => {
    if ((await set(chosen)) === false) showAgain((times) => times + 1);
  };
  const all = values.includes(value) ? values : [value, ...values];
  return (
    <label class="choice">
      {name}
      <select
        aria-label={label}
        title={title}
        value={value}
        disabled={disabled}
        onChange={({ currentTarget }) => void choose(currentTarget.value)}
      >
        {all.map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </select>
    </label>
  );
}
