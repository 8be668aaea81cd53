import { useRef, useState } from 'preact/hooks';
import type { CtlOption, CtlWord } from '../state/ctl-line.js';
import type { Lab } from '../state/lab.js';
import type { SessionEntry } from '../state/model.js';
import { oneAtATime } from '../state/one-at-a-time.js';
import { Choice } from './choice.js';
import { ConfirmButton } from './confirm-button.js';
import { number, span } from './format.js';
import { titleOf } from './only-looks.js';
import { PinClient, pathOfKey } from './pin-client.js';

const SHOWN = 50;
/** Sessions of whichever backend. */
const ALL = 'all';

function queryOf({ prefix, backend }: { readonly prefix: string; readonly backend: string }): string {
  return new URLSearchParams({
    limit: String(SHOWN),
    ...(prefix !== '' && { prefix }),
    ...(backend !== ALL && { backend }),
  }).toString();
}

/** SESSION_MAP: which client sticks to which backend. */
export function Sessions({ lab }: { readonly lab: Lab }) {
  const [entries, setEntries] = useState<readonly SessionEntry[] | undefined>(undefined);
  const [prefix, setPrefix] = useState('');
  const [backend, setBackend] = useState(ALL);
  /** What is wanted by now: an answer may come when another beginning has been typed. */
  const wanted = useRef({ prefix, backend });
  const { sessions = null, backends = [] } = lab.view.value ?? {};
  const disabled = !lab.mayChange.value;
  const names = backends.map(({ name }) => name);
  const [read] = useState(() =>
    oneAtATime(async () => {
      const query = queryOf(wanted.current);
      const answer = await lab.api.ask<{ items: readonly SessionEntry[] }>('GET', `/v1/sessions?${query}`);
      if (answer.ok && query === queryOf(wanted.current)) setEntries(answer.body.items);
    }),
  );
  const change = async (
    method: string,
    path: string,
    body: object,
    words: readonly CtlWord[],
  ): Promise<boolean> => {
    const isDone = await lab.change(method, path, body, words);
    await read();
    return isDone;
  };
  const pin = (key: string, to: string): Promise<boolean> =>
    change('PUT', pathOfKey(key), { backend: to }, ['pin', key, to]);
  const forget = (key: string): void => void change('DELETE', pathOfKey(key), {}, ['forget', key]);
  const many: CtlOption = backend === ALL ? { option: 'all' } : { option: 'backend', value: backend };
  const forgetMany = (): void => {
    const query = backend === ALL ? 'all=true' : `backend=${encodeURIComponent(backend)}`;
    void change('DELETE', `/v1/sessions?${query}`, {}, ['forget', many]);
  };
  return (
    <details class="clients" onToggle={({ currentTarget }) => currentTarget.open && void read()}>
      <summary>
        Sessions{' '}
        <span class="muted">
          {sessions === null ? 'none are kept' : `${number(sessions.size)} of ${number(sessions.max)}`}
        </span>
      </summary>
      <p>
        <input
          type="search"
          aria-label="Beginning of a key"
          placeholder="begins with"
          value={prefix}
          onInput={({ currentTarget: { value } }) => {
            setPrefix(value);
            wanted.current.prefix = value;
            void read();
          }}
        />
        <Choice
          {...{ name: 'of', label: 'Sessions of', value: backend, values: [ALL, ...names], disabled: false }}
          set={(name) => {
            setBackend(name);
            wanted.current.backend = name;
            void read();
          }}
        />
        <button type="button" onClick={() => void read()}>
          read again
        </button>
        <ConfirmButton
          name={backend === ALL ? 'Forget all clients' : `Forget all clients of ${backend}`}
          label="forget all"
          title={titleOf(lab, 'forget', many)}
          disabled={disabled || sessions === null}
          run={forgetMany}
        />
      </p>
      <PinClient lab={lab} disabled={disabled || sessions === null} pin={(key, to) => void pin(key, to)} />
      <table aria-label="Sessions">
        <thead>
          <tr>
            <th scope="col">Client</th>
            <th scope="col">Sticks to</th>
            <th scope="col">Connections</th>
            <th scope="col">Expires</th>
            <th scope="col">Do</th>
          </tr>
        </thead>
        <tbody>
          {entries?.map(({ key, backend: of, connections, expiresInMs }) => (
            <tr key={key}>
              <th scope="row">
                <bdi>{key}</bdi>
              </th>
              <td>
                <Choice
                  {...{ name: '', label: `Backend of ${key}`, value: of, values: names, disabled }}
                  title={titleOf(lab, 'pin', key, 'NAME')}
                  set={(to) => pin(key, to)}
                />
              </td>
              <td>{connections}</td>
              <td>{expiresInMs === null ? 'while connected, never' : `in ${span(expiresInMs)}`}</td>
              <td>
                <ConfirmButton
                  name={`Forget ${key}`}
                  label="forget"
                  title={titleOf(lab, 'forget', key)}
                  disabled={disabled}
                  run={() => forget(key)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {entries?.length === 0 && <p class="muted">No such client sticks to a backend.</p>}
    </details>
  );
}
