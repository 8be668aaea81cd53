import type { Family, MetricType, MetricSample } from './family.js';
import { numberText } from './number-text.js';

/** Text formats of Prometheus: its own, version 0.0.4, and OpenMetrics 1.0. */
export type Format = 'prometheus' | 'openmetrics';

/** Of each format. */
export const CONTENT_TYPES: Readonly<Record<Format, string>> = {
  prometheus: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
};

/** What the older format has no type for is a gauge there. */
const PROMETHEUS_TYPES: Readonly<Record<MetricType, string>> = {
  counter: 'counter',
  gauge: 'gauge',
  histogram: 'histogram',
  info: 'gauge',
  stateset: 'gauge',
};
const TOTAL = '_total';
const INFO = '_info';

/** Metrics as the text that Prometheus scrapes. Those without a sample are left out. */
export function exposition(families: readonly Family[], format: Format): string {
  const names = new Set(families.map(({ name }) => name));
  const texts = families
    .filter(({ samples }) => samples.length > 0)
    .map((family) => (format === 'openmetrics' ? openMetricsText(family, names) : prometheusText(family)));
  return texts.join('') + (format === 'openmetrics' ? '# EOF\n' : '');
}

function prometheusText({ name, type, help, samples }: Family): string {
  const escapedHelp = help.replaceAll('\\', String.raw`\\`).replaceAll('\n', String.raw`\n`);
  return textOf(name, { type: PROMETHEUS_TYPES[type], help: escapedHelp, samples });
}

/**
 * There a family is named without `_total` or `_info`. A counter whose name would then be that of a gauge is of the type
 * `unknown`, as no two families may have one name. The states of a state set are in a label that is named after it.
 */
function openMetricsText({ name, type, help, samples }: Family, names: ReadonlySet<string>): string {
  const text = { help: escaped(help) };
  if (type === 'counter') {
    const short = name.slice(0, -TOTAL.length);
    if (names.has(short)) return textOf(name, { ...text, type: 'unknown', samples });
    return textOf(short, { ...text, type, samples: samples.map(suffixed(TOTAL)) });
  }
  if (type === 'info')
    return textOf(name.slice(0, -INFO.length), { ...text, type, samples: samples.map(suffixed(INFO)) });
  if (type === 'stateset') {
    const marked = samples.map(({ labels, value }) => ({
      labels: { ...labels, [name]: labels.state ?? '' },
      value,
    }));
    return textOf(name, { ...text, type, samples: marked });
  }
  return textOf(name, { ...text, type, samples });
}

function textOf(
  name: string,
  family: { readonly type: string; readonly help: string; readonly samples: readonly MetricSample[] },
): string {
  const lines = family.samples.map((sample) => lineOf(name, sample));
  return `# HELP ${name} ${family.help}\n# TYPE ${name} ${family.type}\n${lines.join('')}`;
}

function suffixed(suffix: string): (sample: MetricSample) => MetricSample {
  return (sample) => ({ ...sample, suffix });
}

/** Written without arrays in between: a page may have ten thousand lines. */
function lineOf(name: string, { suffix = '', labels, value }: MetricSample): string {
  let pairs = '';
  for (const label in labels) pairs += `${pairs === '' ? '' : ','}${label}="${escaped(labels[label] ?? '')}"`;
  return `${name}${suffix}${pairs === '' ? '' : `{${pairs}}`} ${numberText(value)}\n`;
}

function escaped(text: string): string {
  if (!/[\\"\n]/.test(text)) return text; // as nearly always
  return text
    .replaceAll('\\', String.raw`\\`)
    .replaceAll('"', String.raw`\"`)
    .replaceAll('\n', String.raw`\n`);
}
