import { useState } from 'preact/hooks';
import type { CtlWord } from '../state/ctl-line.js';
import type { Lab } from '../state/lab.js';
import { liveOptions, textOf } from '../state/live-options.js';
import { Choice } from './choice.js';
import { ConfirmButton } from './confirm-button.js';
import { titleOf } from './only-looks.js';

const DRAIN = liveOptions.find(({ name }) => name === 'drain-timeout');
const NOW = 'no time';

/** The end of the balancer: after its connections, or at once. */
export function Stop({ lab }: { readonly lab: Lab }) {
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const view = lab.view.value;
  if (view === undefined || DRAIN === undefined) return null;
  const configured = textOf(DRAIN, view.operator[DRAIN.key] ?? view.config[DRAIN.key]);
  const times = [`${configured}, as configured`, NOW, '10s', '1m', '10m'];
  const time = chosen ?? times[0] ?? NOW;
  const isConfigured = chosen === undefined;
  const timeout = time === NOW ? '0' : time;
  const words: CtlWord[] = isConfigured ? ['stop'] : ['stop', { option: 'drain', value: timeout }];
  const disabled = !lab.mayChange.value || view.stopping;
  return (
    <details class="clients">
      <summary>
        Stop <span class="muted">{view.stopping ? 'it stops' : ''}</span>
      </summary>
      <p>
        <Choice
          {...{ name: 'its connections have', label: 'Time for connections before the end' }}
          {...{ value: time, values: times, disabled }}
          set={(value) => setChosen(times.indexOf(value) === 0 ? undefined : value)}
        />
        <ConfirmButton
          name="Stop the balancer"
          label="stop the balancer"
          title={view.stopping ? 'it stops already' : titleOf(lab, ...words)}
          disabled={disabled}
          run={() => void lab.change('POST', '/v1/drain', isConfigured ? {} : { timeout }, words)}
        />
        <span class="muted">
          New clients are refused then; {view.openConnections} open now. This page ends with the balancer.
        </span>
      </p>
    </details>
  );
}
