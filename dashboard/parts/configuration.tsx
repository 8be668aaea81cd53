import { useRef, useState } from 'preact/hooks';
import { Reload } from './reload.js';
import { Rows } from './rows.js';
import { ctlLine } from '../state/ctl-line.js';
import type { Lab } from '../state/lab.js';
import type { ConfigDifference } from '../state/model.js';
import { oneAtATime } from '../state/one-at-a-time.js';

/** `GET /v1/config/diff`. */
interface Found {
  readonly file: string | null;
  readonly items: readonly ConfigDifference[];
}

/** The configuration in force, as a file that `--config` takes; how it differs from the file, and what a reload would do. */
export function Configuration({ lab }: { readonly lab: Lab }) {
  const [text, setText] = useState('');
  const [verdict, setVerdict] = useState('');
  const [found, setFound] = useState<Found | undefined>(undefined);
  const shown = useRef<HTMLPreElement>(null);
  const [read] = useState(() =>
    oneAtATime(async () => {
      const answer = await lab.api.read('/v1/config', 'application/yaml');
      setVerdict(answer.ok ? '' : answer.problem);
      if (answer.ok) setText(answer.body);
      const differs = await lab.api.ask<Found>('GET', '/v1/config/diff');
      if (differs.ok) setFound(differs.body);
      else setVerdict(differs.problem);
    }),
  );
  const copy = async (): Promise<void> => setVerdict(await copied(text, shown.current));
  return (
    <details class="clients" onToggle={({ currentTarget }) => currentTarget.open && void read()}>
      <summary>Configuration</summary>
      <Reload lab={lab} file={found?.file} reloaded={() => void read()} />
      {found !== undefined && found.items.length > 0 && (
        <Rows
          label={found.file === null ? 'Changed by the operator' : 'Differences from the file'}
          heads={['Option', 'File', 'Applied', 'Operator', 'By']}
          rows={found.items.map(({ key, backend, file, config, operator, by }) => [
            [key, backend].filter(Boolean).join(' '),
            ...[found.file === null ? '–' : file, config, operator ?? '–', by ?? '–'],
          ])}
        />
      )}
      <p>
        <button
          type="button"
          title={`${ctlLine('config')}, ${ctlLine('config', 'diff')}`}
          onClick={() => void read()}
        >
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
