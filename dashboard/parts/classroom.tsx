import { useState } from 'preact/hooks';
import type { Lab } from '../state/lab.js';
import type { HoldStep } from '../state/model.js';
import { ONLY_LOOKS } from './only-looks.js';

/** What became of the first that waited; of nobody where none did. */
type Step = HoldStep | { readonly outcome: 'nobody'; readonly pick: null };

/** What became of a client that was let go and has no backend yet. */
const OUTCOMES: Readonly<Record<Exclude<Step['outcome'], 'picked'>, string>> = {
  nobody: 'Nobody waits.',
  waits: 'It waits on: no backend can take it.',
  queue_full: 'It was turned away: the queue is full.',
};

/** Keys 1 to 9 foretell one of the first nine backends. */
const MAX_KEYS = 9;

/** New clients wait; one step decides one; before it the page may ask which backend it will be. */
export function Classroom({ lab }: { readonly lab: Lab }) {
  const [isPredicting, setPredicting] = useState(false);
  const [isAsked, setAsked] = useState(false);
  const [score, setScore] = useState({ right: 0, of: 0 });
  const [verdict, setVerdict] = useState('');
  const view = lab.view.value;
  if (view === undefined) return null;
  const { held, backends } = view;
  const waiting = held?.waiting ?? 0;
  const isHeld = held !== null;
  const disabled = !lab.mayChange.value;

  const step = async (predicted?: string): Promise<void> => {
    setAsked(false); // a backend that is pressed twice is foretold once
    const answer = await lab.tell<Step>('POST', '/v1/step', undefined, ['step']);
    if (!answer.ok) return;
    const { pick, outcome } = answer.body;
    if (pick === null) {
      setVerdict(outcome === 'picked' ? '' : OUTCOMES[outcome]);
      return;
    }
    lab.chosenPick.value = pick;
    if (predicted === undefined) return;
    const isRight = pick.backend === predicted;
    setScore(({ right, of }) => ({ right: right + Number(isRight), of: of + 1 }));
    setVerdict(isRight ? `Right: ${predicted}.` : `It was ${pick.backend ?? 'none'}, not ${predicted}.`);
  };
  const press = (): void => {
    setVerdict('');
    if (isPredicting && waiting > 0) setAsked(true);
    else void step();
  };
  return (
    <section class="classroom" aria-label="Hold and step">
      <button
        type="button"
        disabled={disabled || isHeld}
        title={disabled ? ONLY_LOOKS : 'New clients wait (H): lbsim ctl hold'}
        onClick={() => void lab.change('POST', '/v1/hold', {}, ['hold'])}
      >
        Hold
      </button>
      <button
        type="button"
        disabled={disabled || !isHeld}
        title="The first client that waits is decided (space): lbsim ctl step"
        onClick={press}
      >
        Step
      </button>
      <button
        type="button"
        disabled={disabled || !isHeld}
        title="All go on (R): lbsim ctl release"
        onClick={() => void lab.change('POST', '/v1/release', {}, ['release'])}
      >
        Release
      </button>
      <label>
        <input
          type="checkbox"
          checked={isPredicting}
          onChange={({ currentTarget }) => setPredicting(currentTarget.checked)}
        />
        Predict
      </label>
      {isHeld && <p>{waiting === 0 ? 'Held: the next client will wait.' : `Held: ${waiting} waiting.`}</p>}
      {isHeld && isAsked && (
        <fieldset class="prediction">
          <legend>Which backend will it be?</legend>
          {backends.map(({ name }, index) => (
            <button
              type="button"
              key={name}
              data-digit={index < MAX_KEYS ? index + 1 : undefined}
              onClick={() => void step(name)}
            >
              {index < MAX_KEYS && <kbd>{index + 1}</kbd>} <bdi>{name}</bdi>
            </button>
          ))}
        </fieldset>
      )}
      <p role="status">
        {verdict} {score.of > 0 && `${score.right} of ${score.of} right`}
      </p>
    </section>
  );
}
