import { pageHead } from '../../simulator/page/head.js';
import { switchStyles } from '../../simulator/page/legend.js';
import type { Markup } from '../../simulator/page/markup.js';
import { markup, type Content } from '../../simulator/page/markup.js';
import { STYLES } from '../../simulator/page/styles.js';
import { htmlTable } from '../../simulator/page/table.js';
import type { BackendView } from '../backend-view.js';
import { historySections, MOST_LINES } from './history-plots.js';
import type { Report } from './report.js';

/** What the events' messages need beside the simulator's styles: they are words, not figures. */
const MORE_STYLES = `
.events thead th { text-align: start; }
.events td { text-align: start; white-space: normal; overflow-wrap: anywhere; }
.events td:nth-child(2) { white-space: nowrap; }
th.name { overflow-wrap: anywhere; white-space: normal; min-width: 6em; }
`;
const NOTHING = '–';

/**
 * A page that shows how a balancer stood when it was saved, and its last minutes: one document that needs nothing beside it, no
 * script, no font, no picture, and asks nobody for anything.
 *
 * @returns HTML that is well-formed XML too, but for its first line
 */
export function reportPage(report: Report): string {
  const { name, version, startedAt, savedAt, windowMs, view, config } = report;
  const title = `${name}: the last ${Math.round(windowMs / 60_000)} minutes`;
  const head = pageHead({ title, version, styles: STYLES + MORE_STYLES + switchStyles(MOST_LINES) });
  return `<!DOCTYPE html>
${
  markup`<html lang="en">
${head}
<body>
<main>
<header>
<p class="kicker">lbsim balance</p>
<h1>${title}</h1>
<p class="about">Saved at ${time(savedAt)}, ${view.algorithm}, ${view.openConnections} open connections, ${view.waiting} waiting${sessions(report)}.
Started at ${time(startedAt)}.</p>
</header>
<section id="backends" aria-labelledby="backends-heading">
<h2 id="backends-heading">Backends</h2>
${backendTable(view.backends)}
</section>
${historySections(report)}<section id="events" class="events" aria-labelledby="events-heading">
<h2 id="events-heading">Events</h2>
${eventTable(report)}
</section>
<section id="configuration" aria-labelledby="configuration-heading">
<h2 id="configuration-heading">Configuration</h2>
<p class="reading">In force when the page was saved; lbsim balance --config takes it.</p>
<pre class="command"><code>${config}</code></pre>
</section>
</main>
</body>
</html>
`.text
}`;
}

function sessions({ view }: Report): string {
  return view.sessions === null ? '' : `, ${view.sessions.size} of ${view.sessions.max} sessions`;
}

function backendTable(backends: readonly BackendView[]): Markup {
  return htmlTable({
    caption: 'As they stood when the page was saved; counts and times are since each joined',
    head: ['Name', 'State', 'Weight', 'Open', 'Connections', 'Failed', 'First byte p50', 'p99'],
    rows: backends.map(({ name, effective, observed, load }): Content[] => [
      isolated(name),
      observed.reason === null
        ? effective.state
        : markup`${effective.state}<small class="long">${isolated(observed.reason)}</small>`,
      effective.weight,
      load.open,
      load.opened,
      load.failed,
      milliseconds(load.firstByteMs?.p50),
      milliseconds(load.firstByteMs?.p99),
    ]),
  });
}

function eventTable({ events }: Report): Content {
  if (events.length === 0) return markup`<p class="reading">None.</p>`;
  return htmlTable({
    caption: 'The newest first; single connections are left out',
    head: ['Time (UTC)', 'Event', 'Message'],
    rows: events
      .toReversed()
      .map(({ timestamp, event, message }) => [clock(timestamp), event, isolated(message)]),
  });
}

/** Text of others, whose direction is no matter of what stands beside it. */
function isolated(text: string): Markup {
  return markup`<bdi>${text}</bdi>`;
}

function milliseconds(value: number | null | undefined): string {
  return value == null ? NOTHING : `${Number(value.toPrecision(3))} ms`;
}

function time(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

function clock(timestamp: string): string {
  return timestamp.slice(11, 19);
}
