import { counted } from '../logging/format.js';
import { printable } from '../printable.js';
import { reflow } from '../reflow.js';
import type { BackendCalibration, Calibration } from '../simulator/calibration/calibrate.js';
import { formatCount, formatFigure, NOTHING } from '../simulator/report/figures.js';
import { formatMs } from '../units.js';
import { shellLines } from './shell-words.js';
import { table, type Column } from './table.js';
import { windowColumns } from './window.js';

const INDENT = '  ';

/** What calibration found, for people. */
export function calibrationText(calibration: Calibration, room = windowColumns()): string {
  const { backends, command } = calibration;
  const wrapped = (text: string): string => reflow(text, room, INDENT);
  return [
    wrapped(printable(recordedText(calibration))),
    wrapped(arrivalsText(calibration)),
    table(COLUMNS, backends, { room, rest: 'below' }),
    wrapped(SERVICE),
    wrapped(backends.some(({ slots }) => slots === null) ? `${SLOTS}; ≥ where none was seen to wait` : SLOTS),
    '',
    'to simulate it:',
    shellLines(command.map(printable), room),
    '',
  ].join('\n');
}

/** What a simulation of it does not know, for people. */
export function unknownText({ limits }: Calibration, room = windowColumns()): string {
  const lines = limits.map((limit) => reflow(printable(`- ${limit}`), room, INDENT));
  return ['', 'what the simulation does not know:', ...lines, ''].join('\n');
}

function recordedText({ recorded: { lbsim, algorithm, seconds }, backends, arrivals }: Calibration): string {
  return (
    `recorded by lbsim ${lbsim}: ${algorithm}, ${counted(backends.length, 'backend')}; ` +
    `${formatCount(arrivals.count)} requests in ${formatMs(seconds * 1000)}`
  );
}

function arrivalsText({ arrivals: { rate, cv2 } }: Calibration): string {
  return `arrivals: ${formatFigure(rate)} a second; CV² of the gaps ${formatFigure(cv2)} (Poisson arrivals: 1, even ones: 0)`;
}

const SERVICE =
  'service: durations of connections that did not wait at their backend; best fit by the distance of Kolmogorov and Smirnov, ' +
  'which is more than chance where it is > 1.36/√n';
const SLOTS =
  'slots: connections that a backend serves before a further one waits, from how durations rise with the number of others';

const COLUMNS: readonly Column<BackendCalibration>[] = [
  { head: 'backend', cell: ({ name }) => printable(name), narrowest: 16 },
  { head: 'connections', cell: ({ connections }) => formatCount(connections), rank: 1 },
  { head: 'service ms', cell: ({ serviceMean }) => formatFigure(serviceMean) },
  { head: 'CV²', cell: ({ cv2 }) => formatFigure(cv2) },
  { head: 'best fit', cell: ({ fit }) => fit.service },
  { head: 'distance', cell: distanceText, rank: 1 },
  { head: 'slots', cell: ({ slots, atOnce }) => slots ?? `≥ ${atOnce}` },
];

function distanceText({ fit: { distance, limit } }: BackendCalibration): string {
  if (distance === null) return NOTHING;
  return `${formatFigure(distance)} ${distance > limit ? '>' : '≤'} ${formatFigure(limit)}`;
}
