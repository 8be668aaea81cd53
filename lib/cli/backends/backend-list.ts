import type { BackendView } from '../../admin/backend-view.js';
import { counted } from '../../logging/format.js';
import { printable } from '../../printable.js';
import { reflow } from '../../reflow.js';
import { plainText, span, type StyledLine } from '../text/line.js';
import { listOf } from '../text/list.js';
import { backendColumns, probeText, type BackendColumnsOptions } from './backend-columns.js';

/** Backends that a printed page has room for. */
const MOST = 50;

interface BackendListOptions extends BackendColumnsOptions {
  /** Columns of the window. */
  readonly room: number;
  /** Backends that are shown at most. @default 50 */
  readonly most?: number;
}

/** Backends as a list to be printed, one a line; where they come from is shown unless all are configured; then what there was no room for. */
export function backendLines(
  backends: readonly BackendView[],
  { room, most = MOST, ...options }: BackendListOptions,
): readonly StyledLine[] {
  if (backends.length === 0) return [[span('no backends')]];
  const hasSources = backends.some(({ source }) => source !== 'config');
  const columns = backendColumns({ ...options, hasSources });
  const { head, rows, omitted } = listOf(columns, backends.slice(0, most), room);
  const unseen = backends.length - rows.length;
  const notes = [
    ...backends.slice(0, rows.length).flatMap((backend, index) => reasonBelow(backend, rows[index] ?? [])),
    ...(unseen > 0 ? [`and ${counted(unseen, 'more backend')}`] : []),
    ...(omitted.length > 0
      ? [`no room for ${omitted.join(', ')}: use a wider window, or lbsim ctl backends --json`]
      : []),
  ];
  const lines = notes.flatMap((note) => reflow(note, room, '  ').split('\n'));
  return [head, ...rows, ...lines.map((line) => [span(line, 'faint')])];
}

/** Why its last health check failed, where its row has no room for all of it. */
function reasonBelow(backend: BackendView, row: StyledLine): string[] {
  const { name, observed } = backend;
  const text = probeText(backend);
  if (observed.lastProbe?.ok !== false || plainText(row).includes(text)) return [];
  return [`${printable(name)}: ${text}`];
}
