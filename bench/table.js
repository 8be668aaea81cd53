// Figures as text: the same words in the terminal, in the report and in the charts.
import Table from 'cli-table3';
import { ratios, spread } from './statistics.js';

/** Three digits that mean something. */
export function digits(value) {
  const size = Math.abs(value);
  return size >= 100
    ? value.toFixed(0)
    : size >= 10
      ? value.toFixed(1)
      : size >= 1
        ? value.toFixed(2)
        : value.toFixed(3);
}

/** `0.45x`: twice as many digits would be noise. */
const times = (value) => `${value.toFixed(2)}x`;

/** The median and what it spread from and to, as `0.45x (0.43–0.47)`. */
export function spreadText({ median, low, high }, unit) {
  return unit === 'x'
    ? `${times(median)} (${low.toFixed(2)}–${high.toFixed(2)})`
    : `${digits(median)} ${unit} (${digits(low)}–${digits(high)})`;
}

/** A figure of a line in its own unit; of events with how many a second they are. */
export function ownText(own, { unit, isRate }) {
  const text = spreadText(own, unit);
  return isRate ? `${text}, ${digits(1000 / own.median)} M/s` : text;
}

/** The label of the column that the others are compared with. */
export const referenceOf = ({ reference = 'HAProxy' }) => reference;

/**
 * A column's figures in a line: `own` in the unit of the line, and `ratio`, how many times the reference's it is;
 * undefined where nothing was measured or nothing is to be compared.
 */
export function figures(outcome, line, label, reference = referenceOf(outcome)) {
  const { results } = outcome;
  const values = results.get(label)?.[line.name];
  return {
    own: spread(values),
    ratio:
      line.comparable === false ? undefined : spread(ratios(values, results.get(reference)?.[line.name])),
  };
}

/** What has to be known of the figures of a quick run. */
export function shortcuts({ quick }, outcomes) {
  return quick ? ['A quick run, so a rough one', ...outcomes.flatMap(({ work }) => work.quickly ?? [])] : [];
}

/** All figures, a row for each line and column. */
export function figuresTable(outcomes) {
  const table = new Table({
    head: ['work', 'who', `to ${referenceOf(outcomes[0])}`, 'itself'],
    style: { head: [], border: [], compact: true },
  });
  for (const outcome of outcomes) {
    for (const line of outcome.lines) {
      const rows = [...outcome.results.keys()].map((label) => {
        const { own, ratio } = figures(outcome, line, label);
        return own && [label, ratio ? spreadText(ratio, 'x') : '', ownText(own, line)];
      });
      rows.filter(Boolean).forEach((row, index) => table.push([index === 0 ? line.text : '', ...row]));
    }
  }
  return table.toString();
}
