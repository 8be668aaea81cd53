// Bar charts as plain SVG, on a white card so that they read well on light and on dark pages.

const WIDTH = 760;
const BAR = { height: 18, step: 28, right: 170 };
/** What a letter of a label takes at most, on average. */
const LETTER = 7;
const TOP = 64;
const COLOURS = {
  card: '#ffffff',
  edge: '#d0d7de',
  text: '#24292f',
  faint: '#6e7781',
  ours: '#2f6fb3',
  others: '#b6bec7',
  whisker: '#57606a',
};
const FONT = 'font-family="system-ui, -apple-system, Segoe UI, Helvetica, Arial, sans-serif"';

const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

function written(text, x, y, { size = 12, colour = COLOURS.text, anchor = 'start', weight = 400 } = {}) {
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${colour}" text-anchor="${anchor}" font-weight="${weight}" paint-order="stroke" stroke="${COLOURS.card}" stroke-width="3">${escaped(text)}</text>`;
}

/** A bar from zero to the median, and a thin line from the lowest round to the highest. */
function bar({ label, ours, median, low, high, text }, index, { left, scale }) {
  const y = TOP + index * BAR.step;
  const middle = y + BAR.height / 2;
  const x = (value) => (left + Math.max(0, value) * scale).toFixed(1);
  const length = Math.max(1, median * scale).toFixed(1);
  return [
    written(label, left - 10, middle + 4, { anchor: 'end', weight: ours ? 600 : 400 }),
    `<rect x="${left}" y="${y}" width="${length}" height="${BAR.height}" rx="2" fill="${ours ? COLOURS.ours : COLOURS.others}"/>`,
    `<path d="M${x(low)} ${middle}H${x(high)}M${x(low)} ${middle - 4}v8M${x(high)} ${middle - 4}v8" stroke="${COLOURS.whisker}" fill="none"/>`,
    written(text, Number(x(Math.max(median, high))) + 8, middle + 4, { colour: COLOURS.faint }),
  ].join('\n');
}

/** A dashed line that marks a value, HAProxy's for instance. */
function mark({ value, text }, count, { left, scale }) {
  const x = (left + value * scale).toFixed(1);
  const bottom = TOP + count * BAR.step;
  return [
    `<path d="M${x} ${TOP - 6}V${bottom}" stroke="${COLOURS.faint}" stroke-dasharray="3 3" fill="none"/>`,
    written(text, x, bottom + 12, { size: 11, colour: COLOURS.faint, anchor: 'middle' }),
  ].join('\n');
}

/**
 * A chart of bars that lie, the shorter the better.
 *
 * @param bars - `{ label, ours, median, low, high, text }`; `ours` are those to look at first
 * @param marked - `{ value, text }` of a dashed line
 */
export function barChart({ title, subtitle, bars, marked }) {
  const longest = Math.max(...bars.map(({ high }) => high), marked?.value ?? 0);
  const left = 30 + LETTER * Math.max(...bars.map(({ label }) => label.length));
  const frame = { left, scale: (WIDTH - left - BAR.right) / longest };
  const height = TOP + bars.length * BAR.step + (marked ? 26 : 10);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escaped(title)}" ${FONT}>
<rect x="0.5" y="0.5" width="${WIDTH - 1}" height="${height - 1}" rx="8" fill="${COLOURS.card}" stroke="${COLOURS.edge}"/>
${written(title, 20, 28, { size: 15, weight: 600 })}
${written(subtitle, 20, 47, { colour: COLOURS.faint })}
${marked ? mark(marked, bars.length, frame) : ''}
${bars.map((one, index) => bar(one, index, frame)).join('\n')}
</svg>
`;
}
