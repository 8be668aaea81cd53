import type { BackendCalibration, Calibration } from '../calibration/calibrate.js';
import { replayVerdict } from '../calibration/replay-verdict.js';
import type { WhatIf, WhatIfOutcome } from '../calibration/what-if.js';
import { formatCount, formatFigure, formatInterval, formatShare, NOTHING } from '../report/figures.js';
import { pageHead } from './head.js';
import { switchStyles } from './legend.js';
import { markup, type Content, type Markup } from './markup.js';
import { drawMark, seriesStyle } from './series-style.js';
import { STYLES } from './styles.js';
import { foldedTable, htmlTable } from './table.js';
import { tailLinesSection } from './tail-plot.js';

/** What the page says of a recorded run, and of the same traffic otherwise. */
export interface WhatIfPage {
  readonly calibration: Calibration;
  readonly found: Omit<WhatIf, 'runs'> & { readonly runs: readonly WhatIfOutcome[] };
  /** The command that makes it again, and the one that simulates the run. */
  readonly commands: readonly string[];
  /** Of lbsim. */
  readonly version: string;
}

/** With more backends, shares are in a table of their own. */
const MOST_SHARES = 6;

/** Names of runs: `recorded`, `simulated`, `what if: random`. */
function nameOf({ kind, algorithm }: WhatIfOutcome): string {
  return kind === 'what-if' ? `what if: ${algorithm}` : kind;
}

/** A page that needs nothing beside it, runs no script and asks nobody for anything. @returns HTML that is well-formed XML, but for its first line */
export function renderWhatIf({ calibration, found, commands, version }: WhatIfPage): string {
  const { recorded, backends, arrivals } = calibration;
  const title = `Recorded, replayed, simulated, what if: ${recorded.algorithm} on ${backends.length === 1 ? 'one backend' : `${backends.length} backends`}`;
  const styles = STYLES + switchStyles(found.runs.length);
  return `<!DOCTYPE html>
${
  markup`<html lang="en">
${pageHead({ title, version, styles })}
<body>
<main>
<header>
<p class="kicker">lbsim calibrate</p>
<h1>${title}</h1>
<p class="summary">${summary(found)}</p>
</header>
<section id="figures" aria-labelledby="figures-heading">
<h2 id="figures-heading">Results</h2>
${resultsTable(calibration, found)}
<p class="reading after"><strong>Recorded</strong> is what the balancer did: how long each connection lasted, from when it was opened to its close.
<strong>Replayed</strong> makes each decision of the recording again, with the same inputs. <strong>Simulated</strong> has the recorded arrivals and
draws from the recorded service times, under the same algorithm. <strong>What if</strong> is the same traffic under each other algorithm. p99 is the
latency that 99 % of connections did not exceed. Below the figures of a simulation are the bounds between which 95 % of single runs are.</p>
</section>
${tailLinesSection(found.runs.map(tailLine), 'latency (ms)')}<section id="limits" aria-labelledby="limits-heading">
<h2 id="limits-heading">What this does not know</h2>
<ul>${found.limits.map((limit) => markup`<li>${limit}</li>\n`)}</ul>
</section>
<section id="setup" aria-labelledby="setup-heading">
<h2 id="setup-heading">What was recorded</h2>
<dl class="facts"><div><dt>Recorded by</dt><dd>lbsim ${recorded.lbsim}, ${recorded.algorithm}, in ${formatFigure(recorded.seconds)} s</dd></div>
<div><dt>Arrivals</dt><dd>${formatCount(arrivals.count)} requests, ${formatFigure(arrivals.rate)} a second; CV² of the gaps ${formatFigure(arrivals.cv2)} (Poisson arrivals: 1, even ones: 0)</dd></div>
<div><dt>Made by</dt><dd>lbsim ${version}</dd></div></dl>
${htmlTable({
  caption: 'Backends, as the simulation has them',
  head: ['backend', 'connections', 'service ms', 'CV²', 'best fit', 'slots'],
  rows: backends.map(backendRow),
})}
<pre class="command"><code>${commands.join('\n')}</code></pre>
</section>
</main>
</body>
</html>
`.text
}`;
}

function backendRow({
  name,
  connections,
  serviceMean,
  cv2,
  fit,
  slots,
  atOnce,
}: BackendCalibration): Content[] {
  return [
    ...[name, formatCount(connections), formatFigure(serviceMean), formatFigure(cv2)],
    ...[fit.service, slots ?? `≥ ${atOnce}`],
  ];
}

function tailLine(run: WhatIfOutcome, index: number): Parameters<typeof tailLinesSection>[0][number] {
  const { count, p90, p99, p999, max } = run.latency;
  return {
    ...{ name: nameOf(run), style: seriesStyle(index), tail: run.tail, count },
    ...{ p90: p90 ?? NaN, p99: p99 ?? NaN, p999: p999 ?? NaN, max: max ?? NaN },
  };
}

/** Whether the simulation can be trusted here, and what it says of the other algorithms. */
function summary({ runs, within, replay }: WhatIfPage['found']): Content {
  const [recorded, simulated] = runs;
  const lowest = runs
    .filter(({ kind }) => kind !== 'recorded')
    .reduce<WhatIfOutcome | undefined>(
      (best, run) => ((run.latency.mean ?? Infinity) < (best?.latency.mean ?? Infinity) ? run : best),
      undefined,
    );
  const word = (is: boolean): string => (is ? 'within' : 'outside');
  const agreement =
    within === null
      ? ''
      : within.mean === within.p99
        ? `: both the recorded mean and p99 are ${word(within.mean)} the bounds of a single simulated run`
        : `: the recorded mean is ${word(within.mean)} the bounds of a single simulated run, the recorded p99 ${word(within.p99)} them`;
  return markup`Mean latency <strong>${formatFigure(recorded?.latency.mean ?? NaN)} ms</strong> recorded,
<strong>${formatFigure(simulated?.latency.mean ?? NaN)} ms</strong> simulated${agreement}. Replayed: ${replayVerdict(replay)}.${
    lowest &&
    markup` Lowest simulated mean: <strong>${lowest.algorithm}</strong>, ${formatFigure(lowest.latency.mean ?? NaN)} ms.`
  }`;
}

function resultsTable({ backends }: Calibration, { runs, replay }: WhatIfPage['found']): Content {
  const all = [...new Set([...Object.keys(runs[0]?.shares ?? {}), ...backends.map(({ name }) => name)])];
  const inline = all.length <= MOST_SHARES ? all : [];
  const cells = (run: WhatIfOutcome, index: number): Content[] => {
    const { mean, p50, p90, p99, max } = run.latency;
    return [
      markup`${swatch(index)}${nameOf(run)}`,
      ...[withBounds(mean, run.oneRun?.mean), withBounds(p99, run.oneRun?.p99)],
      ...[p50, p90, max].map(formatFigure),
      formatCount(run.failed),
      ...inline.map((name) => formatShare(run.shares[name] ?? 0)),
    ];
  };
  const [recorded, ...others] = runs.map(cells);
  const replayed: Content[] = [
    'replayed',
    ...[replay.ok ? 'same decisions' : 'decisions differ', ...Array.from({ length: 5 }, () => NOTHING)],
    ...inline.map((name) => (replay.ok ? formatShare((replay.backends[name] ?? 0) / replay.picks) : NOTHING)),
  ];
  return [
    htmlTable({
      caption: 'Latencies in ms; failed connections; share of connections that each backend had',
      head: ['run', 'mean', 'p99', 'p50', 'p90', 'max', 'failed', ...inline],
      rows: [...(recorded === undefined ? [] : [recorded]), replayed, ...others],
    }),
    inline.length > 0
      ? undefined
      : foldedTable('Shares of all backends', {
          caption: 'Share of connections that each backend had',
          head: ['backend', ...runs.map(nameOf)],
          rows: all.map((name) => [name, ...runs.map(({ shares }) => formatShare(shares[name] ?? 0))]),
        }),
  ];
}

function withBounds(value: number | null, bounds: readonly [number, number] | undefined): Markup {
  return markup`${formatFigure(value)}${bounds && markup`<small>${formatInterval(bounds)}</small>`}`;
}

/** The mark that the run has in the plot. */
function swatch(index: number): Markup {
  return markup`<svg xmlns="http://www.w3.org/2000/svg" class="swatch" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">${drawMark(seriesStyle(index), 6, 6)}</svg>`;
}
