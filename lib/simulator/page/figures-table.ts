import { answeredText } from '../report/answered.js';
import type { SimulationReport } from '../report/report.js';
import { formatCount, formatFigure, formatShare, formatTime, unitAfter } from '../report/figures.js';
import { intervalAdvice } from '../report/interval-advice.js';
import { withInterval } from './interval.js';
import { markup, type Content, type Markup } from './markup.js';
import type { Policy, PolicyOutcome } from './policy.js';
import { drawMark } from './series-style.js';
import { foldedTable, htmlTable, type HtmlTableOptions } from './table.js';

/** A space at which a narrow cell is not broken. */
const NO_BREAK = '\u00a0';

interface Column {
  readonly head: string;
  /** What it says instead where some request failed. */
  readonly headWithFailures?: string;
  /** It is a time, and its head says the unit. */
  readonly time?: true;
  readonly cell: (report: SimulationReport) => Content;
  /** Whether there is something in it. @default always */
  readonly wanted?: (report: SimulationReport) => boolean;
}

/** What a reader looks for first comes first: narrow screens show these without scrolling. */
const COLUMNS: readonly Column[] = [
  { head: 'answered', cell: answeredText, wanted: hasFailures },
  {
    head: 'mean latency',
    headWithFailures: 'mean of the answered',
    time: true,
    cell: (report) => withInterval(formatTime(report, report.meanSojourn), report.confidence?.meanSojourn),
  },
  {
    head: 'p99',
    time: true,
    cell: (report) => withInterval(formatTime(report, report.p99), report.confidence?.p99),
  },
  { head: 'failed', cell: failures },
  { head: 'p50', time: true, cell: (report) => formatTime(report, report.p50) },
  { head: 'p90', time: true, cell: (report) => formatTime(report, report.p90) },
  { head: 'p99.9', time: true, cell: (report) => formatTime(report, report.p999) },
  { head: 'max', time: true, cell: (report) => formatTime(report, report.max) },
  {
    head: 'theory: mean',
    time: true,
    cell: ({ expected }) => expected && theoretical(expected.meanSojourn, expected.system),
    wanted: ({ expected }) => expected !== undefined,
  },
  {
    head: 'theory: p99',
    time: true,
    cell: ({ expected }) => expected?.p99 && formatFigure(expected.p99),
    wanted: ({ expected }) => expected?.p99 !== undefined,
  },
  { head: 'utilisation', cell: ({ utilisation }) => formatShare(utilisation) },
  { head: 'imbalance', cell: ({ imbalance }) => formatFigure(imbalance) },
];

/** What each policy found under the load that is shown, and, to be unfolded, under all others. */
export function figuresTables(policies: readonly Policy[], shown: readonly PolicyOutcome[]): Content {
  const all = policies
    .flatMap((policy) => policy.outcomes.map((outcome) => ({ policy, outcome })))
    .sort((a, b) => (a.outcome.report.load ?? 0) - (b.outcome.report.load ?? 0));
  if (all.length === shown.length) return htmlTable(figures(shown));
  const { load } = shown[0]?.outcome.report ?? {};
  return [
    htmlTable(figures(shown, `At load ${load ?? 0}, the greatest; `)),
    foldedTable('All loads', figures(all)),
  ];
}

/** Which figures have confidence intervals, or how to get them. */
function intervalCaption(runs: readonly SimulationReport[]): string {
  const advice = intervalAdvice(runs);
  if (advice !== undefined) return advice.replaceAll('\n', '; ');
  return runs.every(({ confidence }) => confidence?.p99 === undefined)
    ? '95 % confidence intervals are shown below each mean; add --replications 10 for those of p99.'
    : '95 % confidence intervals are shown below each figure.';
}

function figures(rows: readonly PolicyOutcome[], before = ''): HtmlTableOptions {
  const loads = new Set(rows.map(({ outcome }) => outcome.report.load));
  const columns = COLUMNS.filter(({ wanted }) =>
    rows.some(({ outcome }) => wanted?.(outcome.report) ?? true),
  );
  const someFailed = rows.some(({ outcome }) => hasFailures(outcome.report));
  const [first] = rows;
  const unit = first === undefined ? '' : unitAfter(first.outcome.report);
  return {
    caption: before + intervalCaption(rows.map(({ outcome }) => outcome.report)),
    head: [
      'algorithm',
      ...(loads.size > 1 ? ['load'] : []),
      ...columns.map(({ head, time, headWithFailures = head }) => {
        const text = someFailed ? headWithFailures : head;
        return time ? text + unit : text;
      }),
    ],
    rows: rows.map(({ policy, outcome: { report } }) => [
      policyName(policy),
      ...(loads.size > 1 ? [report.load] : []),
      ...columns.map(({ cell }) => cell(report)),
    ]),
  };
}

/** With its mark, as in the plots. */
function policyName({ name, style }: Policy): Markup {
  return markup`<svg xmlns="http://www.w3.org/2000/svg" class="swatch" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">${drawMark(style, 6, 6)}</svg>${name}`;
}

function theoretical(value: number, system: string): Markup {
  return markup`${formatFigure(value)}<small class="long">${system}</small>`;
}

function hasFailures({ failed }: SimulationReport): boolean {
  return failed > 0;
}

function failures({ failed, failures: reasons }: SimulationReport): Content {
  const why = Object.entries(reasons).map(
    ([reason, count]) => `${reason.replace('_', ' ')}${NO_BREAK}${formatCount(count)}`,
  );
  return markup`${formatCount(failed)}${why.map((reason) => markup`<small>${reason}</small>`)}`;
}
