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
  readonly set: (value: string) => void;
}

/** One of some words. It shows what is, and so what was before when a change is refused. */
export function Choice({ name, label, value, values, disabled, title, set }: Props) {
  const all = values.includes(value) ? values : [value, ...values];
  return (
    <label class="choice">
      {name}
      <select
        aria-label={label}
        title={title}
        value={value}
        disabled={disabled}
        onChange={({ currentTarget }) => set(currentTarget.value)}
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
