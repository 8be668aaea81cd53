import { useState } from 'preact/hooks';
import type { Lab } from '../state/lab.js';
import type { LiveConnection } from '../state/model.js';
import { oneAtATime } from '../state/one-at-a-time.js';
import { ConfirmButton } from './confirm-button.js';
import { span } from './format.js';
import { titleOf } from './only-looks.js';

const SHOWN = 50;

/** Clients that are connected now. */
export function Connections({ lab }: { readonly lab: Lab }) {
  const [found, setFound] = useState<readonly LiveConnection[] | undefined>(undefined);
  const [read] = useState(() =>
    oneAtATime(async () => {
      const answer = await lab.api.ask<{ items: readonly LiveConnection[] }>(
        'GET',
        `/v1/connections?limit=${SHOWN}`,
      );
      if (answer.ok) setFound(answer.body.items);
    }),
  );
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
                  title={titleOf(lab, 'kill', id)}
                  disabled={!lab.mayChange.value}
                  run={() =>
                    void lab
                      .change('DELETE', `/v1/connections/${encodeURIComponent(id)}`, {}, ['kill', id])
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
