import { useState } from 'preact/hooks';
import type { Lab } from '../state/lab.js';
import { liveOptions, type LiveOption } from '../state/live-options.js';
import { Fold } from './fold.js';
import { SettingField } from './setting-field.js';

const GROUPS = [...new Set(liveOptions.map(({ group }) => group))];

/** All options of the balancer that can be changed while it runs. */
export function Settings({ lab }: { readonly lab: Lab }) {
  const [told, setTold] = useState<LiveOption | undefined>(undefined);
  const view = lab.view.value;
  if (view === undefined) return null;
  const changed = liveOptions.filter(({ key }) => view.operator[key] !== null);
  return (
    <Fold
      class="clients settings"
      summary={
        <>
          Settings{' '}
          <span class="muted">
            {changed.length === 0
              ? 'as configured'
              : `changed: ${changed.map(({ name }) => name).join(', ')}`}
          </span>
        </>
      }
    >
      <p class="muted">
        {told === undefined
          ? 'For the balancer as a whole, from now on; unset goes back to what was configured.'
          : `${told.name}: ${told.help}`}
      </p>
      <div class="groups">
        {GROUPS.map((group) => (
          <fieldset key={group}>
            <legend>{group}</legend>
            {liveOptions
              .filter((option) => option.group === group)
              .map((option) => (
                <SettingField key={option.key} lab={lab} view={view} option={option} tell={setTold} />
              ))}
          </fieldset>
        ))}
      </div>
    </Fold>
  );
}
