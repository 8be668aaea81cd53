import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

interface Props {
  readonly class: string;
  readonly summary: ComponentChildren;
  /** The summary's name for assistive technology. @default what stands in it */
  readonly label?: string;
  /** It is open from now on. */
  readonly opened?: () => void;
  readonly children: ComponentChildren;
}

/** What one may fold out; only then it is made, for there may be one for each of many backends. */
export function Fold({ class: name, summary, label, opened, children }: Props) {
  const [isOpen, setOpen] = useState(false);
  const toggle = (is: boolean): void => {
    setOpen(is);
    if (is) opened?.();
  };
  return (
    <details class={name} onToggle={({ currentTarget }) => toggle(currentTarget.open)}>
      <summary aria-label={label}>{summary}</summary>
      {isOpen && children}
    </details>
  );
}
