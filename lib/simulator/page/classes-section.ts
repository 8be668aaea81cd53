import { classRows, type ClassRow } from '../report/class-rows.js';
import { formatCount, formatFigure, formatShare, unitAfter } from '../report/figures.js';
import type { SimulationReport } from '../report/report.js';
import { withInterval } from './interval.js';
import { markup, type Content, type Markup } from './markup.js';
import { atLoad, type Policy, type PolicyOutcome } from './policy.js';
import { section } from './section.js';
import { foldedTable, htmlTable, type HtmlTableOptions } from './table.js';

/** How each class of requests fared, if there are classes: under the load that is shown and, to be unfolded, all others. */
export function classesSection(
  policies: readonly Policy[],
  shown: readonly PolicyOutcome[],
): Markup | undefined {
  const [first] = shown;
  if (first?.outcome.report.perClass === undefined) return undefined;
  const all = policies.flatMap((policy) => policy.outcomes.map((outcome) => ({ policy, outcome })));
  return section({
    id: 'classes',
    heading: 'Classes of requests',
    reading: markup`Mean / service is the mean latency of a class relative to its mean service time on a backend of speed 1. Under processor
sharing it is about the same for all classes; first come, first served, short requests wait as long as long ones.${atLoad(first)}`,
    plots: [],
    after: [
      htmlTable(tableOf(shown)),
      all.length > shown.length ? foldedTable('All loads', tableOf(all)) : undefined,
    ],
  });
}

function tableOf(outcomes: readonly PolicyOutcome[]): HtmlTableOptions {
  const reports = outcomes.map(({ outcome }) => outcome.report);
  const rows = classRows(reports);
  const unit = unitAfter(reports[0] ?? {});
  const hasLoads = new Set(rows.map(({ load }) => load)).size > 1;
  const hasFailures = rows.some(({ found }) => found.failed > 0);
  const hasTheory = rows.some(({ found }) => found.expected !== undefined);
  const of = (is: boolean, ...contents: Content[]): Content[] => (is ? contents : []);
  return {
    caption: `Latency of each class of requests${unit === '' ? '' : `, in${unit}`}${intervalsText(reports)}`,
    head: [
      ...['class', 'algorithm'],
      ...of(hasLoads, 'load'),
      ...of(hasFailures, 'answered'),
      ...['mean', 'p99', 'mean / service', 'p50', 'max'],
      ...of(hasTheory, 'theory: mean'),
      ...['share', 'service', 'requests'],
    ],
    names: 2,
    rows: rows.map((row) => [
      ...[row.found.class, row.algorithm],
      ...of(hasLoads, row.load),
      ...of(hasFailures, row.answered),
      ...figuresOf(row),
      ...of(hasTheory, row.found.expected && formatFigure(row.found.expected.meanSojourn)),
      ...[formatShare(row.found.share), formatFigure(row.found.serviceMean)],
      formatCount(row.found.completed + row.found.failed),
    ]),
  };
}

function intervalsText(reports: readonly SimulationReport[]): string {
  if (reports.every(({ confidence }) => confidence === null)) return '';
  return reports.some(({ perClass }) => perClass?.some(({ confidence }) => confidence !== null))
    ? '; 95 % confidence intervals are shown below means and p99'
    : '; add --replications 10 for confidence intervals';
}

function figuresOf({ found: { latency, confidence }, slowdown }: ClassRow): Content[] {
  const { mean, p99, p50, max } = latency;
  return [
    withInterval(formatFigure(mean), confidence?.meanSojourn),
    withInterval(formatFigure(p99), confidence?.p99),
    ...[slowdown, p50, max].map(formatFigure),
  ];
}
