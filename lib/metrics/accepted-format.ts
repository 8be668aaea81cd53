import type { Format } from './exposition.js';

const OPENMETRICS = 'application/openmetrics-text';
/** Versions of OpenMetrics that the answer can be read as. */
const VERSIONS = [undefined, '1.0.0', '0.0.1'];
const TEXT = ['text/plain', 'text/*', '*/*'];

/** The format that a request's `Accept` header prefers; Prometheus's own where it names none that there is. */
export function acceptedFormat(accept = ''): Format {
  const ranges = accept.split(',').map(parseRange);
  const openMetrics = ranges.filter(
    ({ type, version }) => type === OPENMETRICS && VERSIONS.includes(version),
  );
  const quality = highest(openMetrics);
  return quality > 0 && quality >= highest(ranges.filter(({ type }) => TEXT.includes(type)))
    ? 'openmetrics'
    : 'prometheus';
}

interface MediaRange {
  readonly type: string;
  readonly version: string | undefined;
  /** From 0 to 1. */
  readonly quality: number;
}

function parseRange(text: string): MediaRange {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const values = new Map(
    parameters.map((parameter) => {
      const [name = '', value = ''] = parameter.split('=').map((part) => part.trim());
      return [name, value.replace(/^"(.*)"$/, '$1')] as const;
    }),
  );
  const quality = Number(values.get('q') ?? 1);
  return { type, version: values.get('version'), quality: quality >= 0 && quality <= 1 ? quality : 0 };
}

function highest(ranges: readonly MediaRange[]): number {
  return Math.max(0, ...ranges.map(({ quality }) => quality));
}
