import { useState } from 'preact/hooks';
import { colourIndex } from '../scene/palette.js';
import { ctlLine, type CtlWord } from '../state/ctl-line.js';
import type { Lab } from '../state/lab.js';
import type { BackendView } from '../state/model.js';
import { BackendMenu } from './backend-menu.js';
import { pathOf } from './backend-path.js';
import { ConfirmButton } from './confirm-button.js';
import { ForAll, reachOf } from './for-all.js';
import { FaultMenu } from './fault-menu.js';
import { ONLY_LOOKS, titleOf } from './only-looks.js';
import { MANY } from './many.js';
import { isWhole } from './whole.js';
import { ProcessButton } from './playground.js';
import { milliseconds, number, share, span } from './format.js';

/** All backends: what the picture shows, in words, and what can be done with each. */
export function BackendTable({ lab }: { readonly lab: Lab }) {
  const { backends = [] } = lab.view.value ?? {};
  const total = backends.reduce((sum, { name }) => sum + lab.rates.of(name), 0);
  return (
    <section class={backends.length > MANY ? 'wide-table many' : 'wide-table'}>
      <ForAll lab={lab} />
      <table aria-label="Backends">
        <thead>
          <tr>
            {['Name', 'State', 'Weight', 'Open', 'Rate', 'Share', 'First byte p50 · p99', 'Failed', 'Do'].map(
              (title) => (
                <th scope="col" key={title}>
                  {title}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {backends.map((backend, index) => (
            <Row key={backend.name} lab={lab} backend={backend} index={index} total={total} />
          ))}
        </tbody>
      </table>
      {lab.view.value !== undefined && backends.length === 0 && (
        <p class="muted">No backends yet: add one.</p>
      )}
    </section>
  );
}

interface RowProps {
  readonly lab: Lab;
  readonly backend: BackendView;
  readonly index: number;
  readonly total: number;
}

function Row({ lab, backend, index, total }: RowProps) {
  const { name, effective, observed, load, address } = backend;
  const rate = lab.rates.of(name);
  const kill: CtlWord[] = ['kill', { option: 'backend', value: name }];
  const inAll = lab.cluster.openInAll(name);
  return (
    <tr class={`backend-${colourIndex(index)}`}>
      <th scope="row" title={`${address.host}:${address.port}`}>
        <span class="swatch" aria-hidden="true" />
        <bdi class="name">{name}</bdi>
      </th>
      <td class={`state ${effective.state}`}>
        <strong>{effective.state}</strong>
        <small>{reasonOf(backend)}</small>
      </td>
      <td>
        <Weight lab={lab} backend={backend} />
      </td>
      <td>
        {load.open}
        {load.max !== null && <small> of {load.max}</small>}
        {inAll !== undefined && <small>{inAll} in the cluster</small>}
      </td>
      <td>{number(rate)}/s</td>
      <td>{total === 0 ? '–' : share(rate / total)}</td>
      <td>
        {milliseconds(load.firstByteMs?.p50)} · {milliseconds(load.firstByteMs?.p99)}
      </td>
      <td>{load.failed}</td>
      <td class="do">
        <Admin lab={lab} backend={backend} />
        <ConfirmButton
          name={`Close ${load.open} connections of ${name}`}
          label={`close ${load.open}`}
          title={titleOf(lab, ...kill)}
          disabled={!lab.mayChange.value || load.open === 0}
          run={() =>
            void lab.change('DELETE', `/v1/connections?backend=${encodeURIComponent(name)}`, undefined, kill)
          }
        />
        <ProcessButton lab={lab} name={name} />
        {backend.control === 'local' && <FaultMenu lab={lab} name={name} />}
        <BackendMenu lab={lab} backend={backend} />
        <span class="visually-hidden">{observed.reason}</span>
      </td>
    </tr>
  );
}

function reasonOf({ observed, effective, operator, load }: BackendView): string {
  if (effective.state === 'down') return `${observed.reason ?? ''}, ${ago(observed.since)}`;
  if (effective.state === 'draining') return `${load.open} left`;
  if (effective.state === 'starting') return `${share(effective.slowStart ?? 1)} of its weight`;
  if (operator.by !== null && operator.admin !== null) return `by ${operator.by}`;
  return observed.lastProbe === null
    ? ''
    : `probe ${observed.lastProbe.ok ? 'ok' : 'failed'} ${ago(observed.lastProbe.at)}`;
}

function ago(time: string | null): string {
  return time === null ? '' : `${span(Date.now() - Date.parse(time))} ago`;
}

function Weight({ lab, backend: { name, effective } }: { readonly lab: Lab; readonly backend: BackendView }) {
  /** What is being typed, which news of the backend must not undo. */
  const [typed, setTyped] = useState<string | undefined>(undefined);
  const { query, words } = reachOf(lab);
  const change = async (field: HTMLInputElement): Promise<void> => {
    const weight = Number(field.value);
    const line = ['weight', name, String(weight), ...words];
    if (isWhole(field)) await lab.change('PATCH', `${pathOf(name)}${query}`, { weight }, line);
    else lab.refuse(['weight', name, 'N'], 'A weight is a whole number from 1 to 256.');
    setTyped(undefined);
  };
  return (
    <input
      type="number"
      aria-label={`Weight of ${name}`}
      title={titleOf(lab, 'weight', name, 'N', ...words)}
      min={1}
      max={256}
      value={typed ?? String(effective.weight)}
      disabled={!lab.mayChange.value}
      onInput={({ currentTarget }) => setTyped(currentTarget.value)}
      onChange={({ currentTarget }) => void change(currentTarget)}
    />
  );
}

const WORDS = [
  ['Drain', 'drain', 'no new clients but those that stick to it'],
  ['Maintenance', 'maint', 'no clients and no probes'],
  ['Ready', 'ready', 'ends drain and maintenance'],
] as const;

function Admin({ lab, backend: { name, operator } }: { readonly lab: Lab; readonly backend: BackendView }) {
  const { query, words } = reachOf(lab);
  return (
    <>
      {WORDS.map(([label, word, help]) => (
        <button
          key={word}
          type="button"
          aria-label={`${label} ${name}`}
          aria-pressed={(operator.admin ?? 'ready') === word}
          title={lab.mayChange.value ? `${help}: ${ctlLine(word, name, ...words)}` : ONLY_LOOKS}
          disabled={!lab.mayChange.value}
          onClick={() =>
            void lab.change('PATCH', `${pathOf(name)}${query}`, { admin: word }, [word, name, ...words])
          }
        >
          {label.toLowerCase()}
        </button>
      ))}
    </>
  );
}
