import type { Connection } from '../api/feed.js';
import type { Lab } from '../state/lab.js';
import type { Algorithm } from '../state/model.js';
import { ONLY_LOOKS } from './only-looks.js';
import { Choice } from './choice.js';
import { span } from './format.js';
import type { Looks } from './looks.js';
import { SaveButton } from './save-button.js';

/** All there are: the compiler sees to that. */
const ALGORITHMS = Object.keys({
  auto: true,
  'round-robin': true,
  'least-connections': true,
  random: true,
  'power-of-two': true,
  'peak-ewma': true,
  rendezvous: true,
  ring: true,
  maglev: true,
  'bounded-load': true,
} satisfies Record<Algorithm, true>);

const WORDS: Readonly<Record<Connection, string>> = {
  connecting: 'connecting …',
  live: 'live',
  silent: 'no word for 6 s: it stands still, or the way to it is cut',
  lost: 'the balancer is gone: trying again',
  denied: 'this page needs a token: open the address that lbsim printed',
  crowded: 'too many pages are open: close one, this one tries again',
};

/** Which balancer it is, how it decides, and how the page looks. */
export function Header({ lab, looks }: { readonly lab: Lab; readonly looks: Looks }) {
  const identity = lab.identity.value;
  const connection = lab.connection.value;
  const address = identity && `${identity.address.host}:${identity.address.port}`;
  return (
    <header>
      <h1>
        lbsim <span class="muted">{address ?? ''}</span>
      </h1>
      <p class={`connection ${connection}`} role="status">
        {WORDS[connection]}
      </p>
      {identity !== undefined && (
        <p class="muted">
          up {span(Date.now() - Date.parse(identity.startedAt))}
          {identity.workers > 1 && ` · ${identity.workers} workers`} · sticky{' '}
          {lab.view.value?.config.stickyKey ?? identity.stickyKey}
        </p>
      )}
      <AlgorithmChoice lab={lab} />
      <LooksChoice lab={lab} looks={looks} />
    </header>
  );
}

function AlgorithmChoice({ lab }: { readonly lab: Lab }) {
  const view = lab.view.value;
  if (view === undefined) return null;
  const { algorithm } = view;
  return (
    <Choice
      name="Algorithm"
      value={algorithm}
      values={ALGORITHMS}
      disabled={!lab.mayChange.value}
      title={lab.mayChange.value ? 'lbsim ctl algorithm NAME' : ONLY_LOOKS}
      set={(name) => void lab.change('PATCH', '/v1/balancer', { algorithm: name }, ['algorithm', name])}
    />
  );
}

function LooksChoice({ lab, looks }: { readonly lab: Lab; readonly looks: Looks }) {
  const { theme, isStill, isPresenting } = looks;
  return (
    <p class="looks">
      <SaveButton lab={lab} />
      <button type="button" title="as the system has it, light, dark (T)" onClick={() => looks.nextTheme()}>
        theme: {theme.value}
      </button>
      <button type="button" title="whether dots travel (M)" onClick={() => looks.nextMotion()}>
        motion: {isStill.value ? 'off' : 'on'}
      </button>
      <button
        type="button"
        title="Presentation: large, the picture and the timeline alone (P)"
        aria-pressed={isPresenting.value}
        onClick={() => looks.present()}
      >
        present
      </button>
    </p>
  );
}
