import { useState } from 'preact/hooks';
import type { CtlWord } from '../state/ctl-line.js';
import type { Lab } from '../state/lab.js';
import type { BackendView, ProbeOutcome } from '../state/model.js';
import { pathOf } from './backend-path.js';
import { ConfirmButton } from './confirm-button.js';
import { Fold } from './fold.js';
import { reachOf } from './for-all.js';
import { milliseconds } from './format.js';
import { LimitField } from './limit-field.js';
import { titleOf } from './only-looks.js';
import { RemoveBackend } from './remove-backend.js';

interface Props {
  readonly lab: Lab;
  readonly backend: BackendView;
}

/** What is done to a backend less often. */
export function BackendMenu({ lab, backend }: Props) {
  const { name, load, config, operator } = backend;
  const [probed, setProbed] = useState('');
  const { query, words } = reachOf(lab);
  const resetWords: CtlWord[] = ['kill', { option: 'reset' }, { option: 'backend', value: name }];
  const disabled = !lab.mayChange.value;
  const probe = async (): Promise<void> => {
    const answer = await lab.tell<ProbeOutcome>('POST', `${pathOf(name)}/probe`, {}, ['probe', name]);
    setProbed(answer.ok ? probeText(answer.body) : '');
  };
  const reset = (): Promise<boolean> =>
    lab.change(
      'DELETE',
      `/v1/connections?backend=${encodeURIComponent(name)}&how=reset`,
      undefined,
      resetWords,
    );
  return (
    <Fold class="faults" summary="more" label={`More for ${name}`}>
      <div class="lines">
        <span>limit</span>
        <LimitField lab={lab} backend={backend} />
        <span>weight</span>
        <p>
          <button
            type="button"
            aria-label={`Default weight of ${name}`}
            title={titleOf(lab, 'weight', name, 'default', ...words)}
            disabled={disabled || operator.weight === null}
            onClick={() =>
              void lab.change('PATCH', `${pathOf(name)}${query}`, { weight: null }, [
                ...['weight', name, 'default', ...words],
              ])
            }
          >
            default
          </button>
          <span class="muted">{config.weight}</span>
        </p>
        <span>health</span>
        <p>
          <button
            type="button"
            aria-label={`Probe ${name}`}
            title={titleOf(lab, 'probe', name)}
            disabled={disabled}
            onClick={() => void probe()}
          >
            probe
          </button>
          <span role="status">{probed}</span>
        </p>
        <span>connections</span>
        <p>
          <ConfirmButton
            name={`Reset ${load.open} connections of ${name}`}
            label={`reset ${load.open}`}
            title={titleOf(lab, ...resetWords)}
            disabled={disabled || load.open === 0}
            run={() => void reset()}
          />
        </p>
        <span>remove</span>
        <RemoveBackend lab={lab} name={name} />
      </div>
    </Fold>
  );
}

function probeText({ ok, reason, ms }: ProbeOutcome): string {
  return ok ? `ok, ${milliseconds(ms)}` : `failed: ${reason ?? 'no answer'}`;
}
