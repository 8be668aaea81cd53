import { colourIndex } from '../scene/palette.js';
import type { Lab } from '../state/lab.js';
import type { ConsideredBackend, ExplainedPick } from '../state/model.js';
import { clock, number } from './format.js';
import { HashFigure } from './hash-figure.js';

/** Why the last connection, or the chosen one, got its backend. */
export function Why({ lab }: { readonly lab: Lab }) {
  const pick = lab.shownPick.value;
  return (
    <section role="region" aria-label="Why" class="why" tabIndex={0}>
      <h2>Why</h2>
      {pick === undefined ? (
        <p class="muted">The next connection is explained here.</p>
      ) : (
        <Explained
          pick={pick}
          classOf={(name) => classOfBackend(lab, name)}
          isChosen={lab.chosenPick.value !== undefined}
          last={() => (lab.chosenPick.value = undefined)}
        />
      )}
      <Recent lab={lab} shown={pick} />
    </section>
  );
}

interface ExplainedProps {
  readonly pick: ExplainedPick;
  /** The class with the colour of a backend. */
  readonly classOf: (backend: string) => string;
  readonly isChosen: boolean;
  readonly last: () => void;
}

function Explained({ pick, classOf, isChosen, last }: ExplainedProps) {
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
        pick {pick.id}, {clock(pick.at)}{' '}
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
function classOfBackend(lab: Lab, name: string): string {
  const index = lab.view.value?.backends.findIndex((backend) => backend.name === name) ?? -1;
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
          <td>{score === undefined ? '–' : score.toPrecision(4).replace(/\.?0+$/, '')}</td>
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

function Recent({ lab, shown }: { readonly lab: Lab; readonly shown: ExplainedPick | undefined }) {
  const recent = lab.picks.value.slice(-RECENT).reverse();
  if (recent.length < 2) return null;
  return (
    <ul class="recent" aria-label="Recent picks">
      {recent.map((pick) => (
        <li key={pick.id}>
          <button
            type="button"
            aria-current={pick.id === shown?.id}
            title={`why: pick ${pick.id}`}
            onClick={() => (lab.chosenPick.value = pick)}
          >
            <bdi>{pick.client ?? '–'}</bdi> → <bdi>{pick.backend ?? 'none'}</bdi>
          </button>
        </li>
      ))}
    </ul>
  );
}
