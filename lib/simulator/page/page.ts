import { pageHead } from './head.js';
import type { PlayableOutcome } from '../report/report.js';
import { backendSection } from './backend-bars.js';
import { classesSection } from './classes-section.js';
import type { PageContext } from './context.js';
import { courseSections } from './course-section.js';
import { facts, loadName } from './facts.js';
import { figuresTables } from './figures-table.js';
import { formatCount, listed } from '../report/figures.js';
import { lateEvents } from '../report/late-events.js';
import { loadSection } from './load-plot.js';
import { markup, type Content } from './markup.js';
import { pairsSection } from './pairs-table.js';
import { playerParts, type PlayerFiles, type PlayerParts } from './player.js';
import { atGreatestLoad, loadsOf, policiesOf, type Policy } from './policy.js';
import { MOST_LANES } from './fault-lanes.js';
import { switchStyles } from './legend.js';
import { STYLES } from './styles.js';
import { summary } from './summary.js';
import { tailSection } from './tail-plot.js';

/** Algorithms that are named in the heading. */
const NAMED = 4;

/**
 * A page that shows what simulations found: one document that needs nothing beside it, no font, no picture, and asks nobody for
 * anything; no script but that of the player, if there is one. The same outcomes give the same page.
 *
 * @param outcomes - of one policy or several, under one load or several; at least one
 * @param player - of outcomes that were recorded: the page is 5 MB at most with it @default none
 * @returns HTML that is well-formed XML too, but for its first line
 */
export function renderPage(
  outcomes: readonly PlayableOutcome[],
  context: PageContext,
  player?: PlayerFiles,
): string {
  const page = pageOf(outcomes, context);
  if (player === undefined) return page;
  const shown = atGreatestLoad(policiesOf(outcomes));
  return pageOf(outcomes, context, playerParts(shown, player, Buffer.byteLength(page)));
}

function pageOf(outcomes: readonly PlayableOutcome[], context: PageContext, player?: PlayerParts): string {
  const policies = policiesOf(outcomes);
  const shown = atGreatestLoad(policies);
  const title = headingOf(policies, outcomes, context);
  const { scenario } = context.settings;
  const head = pageHead({
    title,
    version: context.version,
    styles: STYLES + switchStyles(Math.max(policies.length, MOST_LANES)),
    more: player,
  });
  return `<!DOCTYPE html>
${
  markup`<html lang="en">
${head}
<body>
<main>
<header>
<p class="kicker">lbsim ${policies.length > 1 ? 'compare' : 'simulate'}</p>
<h1 class="words">${words(title)}</h1>
${scenario === undefined ? undefined : markup`<p class="about">${scenario.about}</p>`}
${notices(context)}
${summary(outcomes, shown)}
</header>
${player?.section}<section id="figures" aria-labelledby="figures-heading">
<h2 id="figures-heading">Results</h2>
${figuresTables(policies, shown)}
<p class="reading after">Latency is the time from a request’s arrival to its answer${timesIn(
    context,
  )}. p99 is the latency that 99 % of requests did not exceed. Imbalance is the busiest backend’s share of the requests, relative to
an even share; 1 is even. Point at a plot to see its values; the checkboxes of a legend hide lines.</p>
</section>
<section id="setup" aria-labelledby="setup-heading">
<h2 id="setup-heading">What was simulated</h2>
${facts(outcomes, context)}
<pre class="command words"><code>${words(context.command)}</code></pre>
</section>
${classesSection(policies, shown)}${pairsSection(outcomes, shown)}${loadSection(policies, loadsOf(outcomes), context)}${tailSection(shown, context)}${courseSections(
    shown,
    context,
  )}${backendSection(shown)}</main>
${player?.scripts}</body>
</html>
`.text
}`;
}

/** What a reader has to know before the figures. */
function notices({ interruption, settings }: PageContext): Content {
  const unfinished = interruption && `Unfinished: ${interruption}.`;
  return [unfinished, lateEvents(settings)]
    .filter((text) => text !== undefined)
    .map((text) => markup`<p class="notice">${text}</p>\n`);
}

function timesIn({ settings: { serviceMean, timeUnit } }: PageContext): string {
  if (timeUnit !== undefined) return ', in milliseconds';
  return serviceMean === 1 ? ', in mean service times' : '';
}

/** Text that is broken into lines between its words only, and not at hyphens. */
function words(text: string): Content {
  return text.split(' ').map((word, index) => markup`${index > 0 ? ' ' : undefined}<span>${word}</span>`);
}

function headingOf(
  policies: readonly Policy[],
  outcomes: readonly PlayableOutcome[],
  { settings }: PageContext,
): string {
  const { speeds, scenario } = settings;
  const who =
    policies.length > NAMED ? `${policies.length} algorithms` : listed(policies.map(({ name }) => name));
  const where = speeds.length === 1 ? 'one backend' : `${formatCount(speeds.length)} backends`;
  const story = scenario === undefined ? '' : `, ${scenario.name}`;
  return `${who} on ${where} at ${loadName(outcomes, settings)}${story}`;
}
