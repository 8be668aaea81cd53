import { AddBackend } from './parts/add-backend.js';
import { BackendTable } from './parts/backend-table.js';
import { Charts } from './parts/charts.js';
import { Classroom } from './parts/classroom.js';
import { Cluster } from './parts/cluster.js';
import { Configuration } from './parts/configuration.js';
import { Connections } from './parts/connections.js';
import { Events } from './parts/events.js';
import { Header } from './parts/header.js';
import { Help } from './parts/help.js';
import type { Looks } from './parts/looks.js';
import { Playground } from './parts/playground.js';
import { Said } from './parts/said.js';
import { Sessions } from './parts/sessions.js';
import { Settings } from './parts/settings.js';
import { Stop } from './parts/stop.js';
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
        <Playground lab={lab} />
        <BackendTable lab={lab} />
        <AddBackend lab={lab} />
        <Cluster lab={lab} />
        <Timeline lab={lab} windowMs={WINDOW.ms} />
        <Charts lab={lab} windowMs={WINDOW.ms} />
        <Events lab={lab} />
        <Sessions lab={lab} />
        <Connections lab={lab} />
        <Settings lab={lab} />
        <Configuration lab={lab} />
        <Stop lab={lab} />
        <Said lab={lab} />
      </main>
      <Help />
    </>
  );
}
