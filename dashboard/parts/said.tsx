import type { Lab } from '../state/lab.js';

/** What does on a terminal what was just done here, and what came of it: at the foot of the window, wherever one is on the page. */
export function Said({ lab }: { readonly lab: Lab }) {
  const said = lab.said.value;
  return (
    <p class="said" role="status">
      {said === undefined ? (
        <span class="muted">Each control has a line of lbsim ctl that does the same: it is shown here.</span>
      ) : (
        <>
          <span class="muted" aria-hidden="true">
            ${' '}
          </span>
          {said.isAwaited === true ? <span>{said.line}: no answer yet</span> : <code>{said.line}</code>}{' '}
          {said.problem !== undefined && <strong class="bad">{said.problem}</strong>}
        </>
      )}
    </p>
  );
}
