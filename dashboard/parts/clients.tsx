import { useState } from 'preact/hooks';
import type { Lab } from '../state/lab.js';
import type { LiveConnection, SessionEntry } from '../state/model.js';
import { ConfirmButton } from './confirm-button.js';
import { span } from './format.js';

const SHOWN = 50;

/** SESSION_MAP: who sticks to which backend. */
export function Sessions({ lab }: { readonly lab: Lab }) {
  const [entries, setEntries] = useState<readonly SessionEntry[] | undefined>(undefined);
  const [prefix, setPrefix] = useState('');
  const read = async (wanted = prefix): Promise<void> => {
    const answer = await lab.api.ask<{ items: readonly SessionEntry[] }>(
      'GET',
      `/v1/sessions?limit=${SHOWN}${wanted === '' ? '' : `&prefix=${encodeURIComponent(wanted)}`}`,
    );
    if (answer.ok) setEntries(answer.body.items);
  };
  return (
    <details class="clients" onToggle={({ currentTarget }) => currentTarget.open && void read()}>
      <summary>Sessions</summary>
      <p>
        <input
          type="search"
          aria-label="Beginning of a key"
          placeholder="begins with"
          value={prefix}
          onInput={({ currentTarget: { value } }) => {
            setPrefix(value);
            void read(value);
          }}
        />
        <button type="button" onClick={() => void read()}>
          read again
        </button>
      </p>
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
          {entries?.map(({ key, backend, connections, expiresInMs }) => (
            <tr key={key}>
              <th scope="row">
                <bdi>{key}</bdi>
              </th>
              <td>
                <bdi>{backend}</bdi>
              </td>
              <td>{connections}</td>
              <td>{expiresInMs === null ? 'while connected, never' : `in ${span(expiresInMs)}`}</td>
              <td>
                <ConfirmButton
                  name={`Forget ${key}`}
                  label="forget"
                  title={`lbsim ctl forget ${key}`}
                  disabled={!lab.mayChange.value}
                  run={() =>
                    void lab
                      .change('DELETE', `/v1/sessions/${encodeURIComponent(key)}`, {}, `forget ${key}`)
                      .then(() => read())
                  }
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {entries?.length === 0 && <p class="muted">No client sticks to a backend.</p>}
    </details>
  );
}

/** Clients that are connected now. */
export function Connections({ lab }: { readonly lab: Lab }) {
  const [found, setFound] = useState<readonly LiveConnection[] | undefined>(undefined);
  const read = async (): Promise<void> => {
    const answer = await lab.api.ask<{ items: readonly LiveConnection[] }>(
      'GET',
      `/v1/connections?limit=${SHOWN}`,
    );
    if (answer.ok) setFound(answer.body.items);
  };
  return (
    <details class="clients" onToggle={({ currentTarget }) => currentTarget.open && void read()}>
      <summary>Connections</summary>
      <p>
        <button type="button" onClick={() => void read()}>
          read again
        </button>
      </p>
      <table aria-label="Connections">
        <thead>
          <tr>
            <th scope="col">Client</th>
            <th scope="col">Backend</th>
            <th scope="col">For</th>
            <th scope="col">In, out</th>
            <th scope="col">Do</th>
          </tr>
        </thead>
        <tbody>
          {found?.map(({ id, client, backend, since, bytesIn, bytesOut }) => (
            <tr key={id}>
              <th scope="row">
                <bdi>{client}</bdi>
              </th>
              <td>{backend === null ? 'waits' : <bdi>{backend}</bdi>}</td>
              <td>{span(Date.now() - Date.parse(since))}</td>
              <td>
                {bytesIn}, {bytesOut} bytes
              </td>
              <td>
                <ConfirmButton
                  name={`Close ${client}`}
                  label="close"
                  title={`lbsim ctl kill ${id}`}
                  disabled={!lab.mayChange.value}
                  run={() =>
                    void lab
                      .change('DELETE', `/v1/connections/${encodeURIComponent(id)}`, {}, `kill ${id}`)
                      .then(() => read())
                  }
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {found?.length === 0 && <p class="muted">Nobody is connected.</p>}
    </details>
  );
}
