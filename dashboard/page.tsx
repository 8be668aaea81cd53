import { BackendTable } from './parts/backend-table.js';
import { Charts } from './parts/charts.js';
import { Classroom } from './parts/classroom.js';
import { Configuration } from './parts/configuration.js';
import { Connections } from './parts/connections.js';
import { Events } from './parts/events.js';
import { Header } from './parts/header.js';
import { Help } from './parts/help.js';
import type { Looks } from './parts/looks.js';
import { Playground } from './parts/playground.js';
import { Sessions } from './parts/sessions.js';
import { Timeline } from './parts/timeline.js';
import { Why } from './parts/why.js';
import { Scene } from './scene/scene.js';
import type { Lab } from './state/lab.js';

/** Charts and timeline show so long. */
export const WINDOW = { text: '5m', ms: 300_000, step: '2s' };

/** Everything on one screen, made for 1280 by 720; below it what one scrolls to. */
export function Page({ lab, looks }: { readonly lab: Lab; readonly looks: Looks }) {
  return (
    <>
      <Header lab={lab} looks={looks} />
      <main>
        <div class="stage">
          <Scene lab={lab} looks={looks} />
          <Classroom lab={lab} />
        </div>
        <Why desk={lab} />
        <Said lab={lab} />
        <Playground lab={lab} />
        <BackendTable lab={lab} />
        <Timeline lab={lab} windowMs={WINDOW.ms} />
        <Charts lab={lab} windowMs={WINDOW.ms} />
        <Events lab={lab} />
        <Sessions lab={lab} />
        <Connections lab={lab} />
        <Configuration lab={lab} />
      </main>
      <Help />
    </>
  );
}

/** What does on a terminal what was just done here. */
function Said({ lab }: { readonly lab: Lab }) {
  const said = lab.said.value;
  return (
    <p class="said" role="status">
      {said === undefined ? (
        <span class="muted">Each control has a line of lbsim ctl that does the same: it is shown here.</span>
      ) : (
        <>
          <code>{said.line}</code> {said.problem !== undefined && <strong class="bad">{said.problem}</strong>}
        </>
      )}
    </p>
  );
}
