import { useRef, useState } from 'preact/hooks';
import { ctlLine } from '../state/ctl-line.js';
import type { Lab } from '../state/lab.js';

/** The configuration in force, as a file that `--config` takes. */
export function Configuration({ lab }: { readonly lab: Lab }) {
  const [text, setText] = useState('');
  const [verdict, setVerdict] = useState('');
  const shown = useRef<HTMLPreElement>(null);
  const read = async (): Promise<void> => {
    const answer = await lab.api.read('/v1/config', 'application/yaml');
    setVerdict(answer.ok ? '' : answer.problem);
    if (answer.ok) setText(answer.body);
  };
  const copy = async (): Promise<void> => setVerdict(await copied(text, shown.current));
  return (
    <details class="clients" onToggle={({ currentTarget }) => currentTarget.open && void read()}>
      <summary>Configuration</summary>
      <p>
        <button type="button" title={ctlLine('config')} onClick={() => void read()}>
          read again
        </button>
        <button type="button" disabled={text === ''} onClick={() => void copy()}>
          copy
        </button>
        <span class="muted">In force now, overrides included; lbsim balance --config takes it.</span>
        <span role="status">{verdict}</span>
      </p>
      <pre ref={shown} class="config" role="region" aria-label="Configuration in force" tabIndex={0}>
        {text}
      </pre>
    </details>
  );
}

/** A page that came neither by HTTPS nor from this machine may not write to the clipboard: its reader has to. @returns what to tell */
async function copied(text: string, shown: HTMLPreElement | null): Promise<string> {
  try {
    await navigator.clipboard.writeText(text);
    return 'Copied.';
  } catch {
    if (shown !== null) getSelection()?.selectAllChildren(shown);
    return 'Selected: copy it by the keys of your system.';
  }
}
