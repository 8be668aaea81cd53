import { useEffect, useState } from 'preact/hooks';
import { pressOnce, singlePress } from './single-press.js';

/** A second press within this time is meant. */
const SURE_MS = 4000;

interface Props {
  /** Its name, for assistive technology too: `Close 3 connections of B2`. */
  readonly name: string;
  /** What stands on it. */
  readonly label: string;
  readonly disabled: boolean;
  readonly title: string;
  readonly run: () => void;
}

/** A button for what cannot be undone: it asks once more, also when it would do something else by then. */
export function ConfirmButton({ name, label, disabled, title, run }: Props) {
  const [isAsking, setAsking] = useState(false);
  useEffect(() => {
    if (!isAsking) return undefined;
    const timer = setTimeout(() => setAsking(false), SURE_MS);
    return () => clearTimeout(timer);
  }, [isAsking]);
  useEffect(() => setAsking(false), [title]);
  const press = (): void => {
    setAsking(!isAsking);
    if (isAsking) run();
  };
  return (
    <button
      type="button"
      class={isAsking ? 'asking' : undefined}
      aria-label={isAsking ? `${name}: sure?` : name}
      title={title}
      disabled={disabled}
      onClick={singlePress(press)}
      onKeyDown={pressOnce}
    >
      {isAsking ? 'sure?' : label}
    </button>
  );
}
