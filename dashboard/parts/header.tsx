import type { Connection } from '../api/feed.js';
import type { Lab } from '../state/lab.js';
import type { Algorithm } from '../state/model.js';
import { titleOf } from './only-looks.js';
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
          {stickyKeyOf(lab) ?? identity.stickyKey}
          {identity.role === 'view' && ' · view only'}
          {lab.view.value?.stopping === true && ' · stopping'}
        </p>
      )}
      <AlgorithmChoice lab={lab} />
      <LooksChoice lab={lab} looks={looks} />
    </header>
  );
}

function stickyKeyOf({ view: { value } }: Lab): string | undefined {
  return value?.operator.stickyKey ?? value?.config.stickyKey;
}

function AlgorithmChoice({ lab }: { readonly lab: Lab }) {
  const view = lab.view.value;
  if (view === undefined) return null;
  const { algorithm, operator, config } = view;
  const change = (name: string | null): Promise<boolean> =>
    lab.change('PATCH', '/v1/balancer', { algorithm: name }, ['algorithm', name ?? 'default']);
  return (
    <p class="algorithm">
      <Choice
        name="Algorithm"
        value={algorithm}
        values={ALGORITHMS}
        disabled={!lab.mayChange.value}
        title={titleOf(lab, 'algorithm', 'NAME')}
        set={change}
      />
      {operator.algorithm !== null && (
        <button
          type="button"
          aria-label="Unset algorithm"
          title={`back to ${config.algorithm}: ${titleOf(lab, 'algorithm', 'default')}`}
          disabled={!lab.mayChange.value}
          onClick={() => void change(null)}
        >
          unset
        </button>
      )}
    </p>
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
