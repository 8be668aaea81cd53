import type { ExplainedPick } from '../../control/picks.js';
import { printable } from '../../printable.js';
import { clockTime } from '../text/brief.js';
import { span, type StyledLine } from '../text/line.js';
import { listOf, type ListColumn } from '../text/list.js';
import { BINDINGS } from './key-table.js';

type Considered = ExplainedPick['considered'][number];

const KEY_WIDTH = 18;
const UNKNOWN = '-';

/** What the keys do. */
export function helpLines(): readonly StyledLine[] {
  return BINDINGS.map(({ shown, help }) => [span(shown.padEnd(KEY_WIDTH), 'note'), span(help)]);
}

/** All fields of something. */
export function fieldLines(fields: object): readonly StyledLine[] {
  const entries = Object.entries(fields).filter(([, value]) => value !== null);
  const width = Math.max(...entries.map(([name]) => name.length)) + 2;
  return entries.map(([name, value]) => [
    span(name.padEnd(width), 'faint'),
    span(printable(typeof value === 'object' ? JSON.stringify(value) : String(value))),
  ]);
}

const CONSIDERED: readonly ListColumn<Considered>[] = [
  { head: 'BACKEND', cell: ({ backend, chosen }) => span(printable(backend), chosen ? 'good' : undefined) },
  { head: 'OPEN', align: 'right', cell: ({ open = UNKNOWN }) => open },
  { head: 'WEIGHT', align: 'right', cell: ({ weight = UNKNOWN }) => weight },
  { head: 'SCORE', align: 'right', cell: ({ score = UNKNOWN }) => score },
  { head: 'UNIT', cell: ({ unit = '' }) => unit },
  { head: 'NOTE', cell: ({ left, drawn, chosen }) => printable(left ?? noteOf(drawn, chosen)) },
];

/** Why a client went where it went. */
export function pickLines({
  at,
  client,
  backend,
  why,
  says,
  considered,
  hash,
}: ExplainedPick): readonly StyledLine[] {
  const { head, rows } = listOf(CONSIDERED, considered, Infinity);
  return [
    [
      span(
        `${clockTime(at)} ${printable(client ?? '')} → ${printable(backend ?? 'no backend')} (${why ?? UNKNOWN})`,
        'strong',
      ),
    ],
    [span(printable(says))],
    ...(hash === undefined ? [] : [[span(`hash ${hash}`)]]),
    [],
    head,
    ...rows,
  ];
}

function noteOf(drawn: true | undefined, chosen: true | undefined): string {
  return [...(chosen ? ['chosen'] : []), ...(drawn ? ['drawn'] : [])].join(', ');
}
