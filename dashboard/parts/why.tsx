import { colourIndex } from '../scene/palette.js';
import type { ConsideredBackend, ExplainedPick } from '../state/model.js';
import type { PickDesk } from '../state/pick-desk.js';
import { number, score as scoreText } from './format.js';
import { HashFigure } from './hash-figure.js';

/** Why the last connection, or the chosen one, got its backend. */
export function Why({ desk }: { readonly desk: PickDesk }) {
  const pick = desk.shownPick.value;
  return (
    <section role="region" aria-label="Why" class="why" tabIndex={0}>
      <h2>Why</h2>
      {pick === undefined ? (
        <p class="muted">The next connection is explained here.</p>
      ) : (
        <Explained
          pick={pick}
          classOf={(name) => classOfBackend(desk, name)}
          time={desk.timeOf(pick)}
          isChosen={desk.chosenPick.value !== undefined}
          last={() => (desk.chosenPick.value = undefined)}
        />
      )}
      <Recent desk={desk} shown={pick} />
    </section>
  );
}

interface ExplainedProps {
  readonly pick: ExplainedPick;
  /** The class with the colour of a backend. */
  readonly classOf: (backend: string) => string;
  readonly time: string;
  readonly isChosen: boolean;
  readonly last: () => void;
}

function Explained({ pick, classOf, time, isChosen, last }: ExplainedProps) {
  const unit = pick.considered.find((each) => each.unit !== undefined)?.unit;
  return (
    <>
      <p class="verdict">
        <bdi>{pick.client ?? pick.key ?? 'a client'}</bdi> →{' '}
        <bdi class="strong">{pick.backend ?? 'no backend'}</bdi>
        {pick.why !== null && <span class="rule">{pick.why}</span>}
      </p>
      <p class="says">{pick.says}</p>
      {pick.hash !== undefined && <HashFigure hash={pick.hash} pick={pick} classOf={classOf} />}
      <table aria-label="Candidates" class="candidates">
        <thead>
          <tr>
            <th scope="col">Backend</th>
            <th scope="col">Open</th>
            <th scope="col">Weight</th>
            <th scope="col">{unit ?? 'Score'}</th>
          </tr>
        </thead>
        <tbody>
          {pick.considered.map((each) => (
            <Candidate key={each.backend} candidate={each} />
          ))}
        </tbody>
      </table>
      <p class="muted">
        pick {pick.id}, {time}{' '}
        {isChosen && (
          <button type="button" onClick={last}>
            back to the last
          </button>
        )}
      </p>
    </>
  );
}

/** One that is gone has none. */
function classOfBackend(desk: PickDesk, name: string): string {
  const index = desk.indexOf(name);
  return index < 0 ? '' : `backend-${colourIndex(index)}`;
}

function Candidate({ candidate }: { readonly candidate: ConsideredBackend }) {
  const { backend, left, open, weight, score, drawn, chosen, bound } = candidate;
  const marks = [chosen && 'chosen', drawn && 'drawn', left !== undefined && 'left']
    .filter(Boolean)
    .join(' ');
  return (
    <tr class={marks}>
      <th scope="row">
        <bdi>{backend}</bdi>
        {chosen && ' ✓'}
        {drawn && <small> drawn</small>}
      </th>
      {left === undefined ? (
        <>
          <td>
            {number(open)}
            {bound !== undefined && <small> of {bound}</small>}
          </td>
          <td>{number(weight)}</td>
          <td>{scoreText(score)}</td>
        </>
      ) : (
        <td colSpan={3} class="muted">
          {left}
        </td>
      )}
    </tr>
  );
}

const RECENT = 8;

function Recent({ desk, shown }: { readonly desk: PickDesk; readonly shown: ExplainedPick | undefined }) {
  const recent = desk.picks.value.slice(-RECENT).reverse();
  if (recent.length < 2) return null;
  return (
    <ul class="recent" aria-label="Recent picks">
      {recent.map((pick) => (
        <li key={pick.id}>
          <button
            type="button"
            aria-current={pick.id === shown?.id}
            title={`why: pick ${pick.id}`}
            onClick={() => (desk.chosenPick.value = pick)}
          >
            <bdi>{pick.client ?? '–'}</bdi> → <bdi>{pick.backend ?? 'none'}</bdi>
          </button>
        </li>
      ))}
    </ul>
  );
}
