import type { BackendView } from '../../admin/backend-view.js';
import type { BackendState } from '../../control/backend-state.js';
import { formatAddress } from '../../net/address.js';
import { printable } from '../../printable.js';
import { briefAge, briefCount, briefMs } from '../text/brief.js';
import { span, type Span, type Style } from '../text/line.js';
import type { SortableColumn } from '../text/list.js';

export type BackendColumn = SortableColumn<BackendView>;

/** New connections a second. */
export interface ConnectionRates {
  /** Undefined while they are not known. */
  of(name: string): number | undefined;
  readonly total: number | undefined;
}

export interface BackendColumnsOptions {
  /** In ms since 1970. */
  readonly now: number;
  /** @default none: the connections so far are shown instead */
  readonly rates?: ConnectionRates;
  /** Whether to show where each comes from. @default false */
  readonly hasSources?: boolean;
}

const STATE_STYLES: Readonly<Record<BackendState, Style>> = {
  ...{ up: 'good', starting: 'note', standby: 'note', probing: 'note' },
  ...{ full: 'caution', drain: 'caution', draining: 'caution', maint: 'caution', down: 'bad' },
};
const UNKNOWN = '-';
const BAR = 5;
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** The table of backends, as the terminal of `balance`, `ctl` and `top` show it. */
export function backendColumns({
  now,
  rates,
  hasSources = false,
}: BackendColumnsOptions): readonly BackendColumn[] {
  return [
    {
      ...{ letter: 'n', head: 'NAME', narrowest: 8 },
      cell: ({ name }) => printable(name),
      value: ({ name }) => name,
    },
    { letter: 's', head: 'STATE', cell: stateSpan, value: ({ effective }) => effective.state },
    {
      ...{ letter: 'f', head: 'FOR', align: 'right', rank: 3 },
      cell: (backend) => (stateSince(backend) === null ? UNKNOWN : briefAge(stateSince(backend) ?? '', now)),
      value: (backend) => stateSince(backend) ?? '',
    },
    {
      ...{ letter: 'w', head: rates === undefined ? 'WEIGHT' : 'W', align: 'right', rank: 2 },
      ...number(({ effective }) => effective.weight),
    },
    {
      ...{ letter: 'o', head: 'OPEN', align: 'right' },
      cell: ({ load: { open, max } }) => (max === null ? open : `${open}/${max}`),
      value: ({ load }) => load.open,
    },
    ...(rates === undefined ? [openedColumn] : rateColumns(rates)),
    { ...{ letter: '5', head: 'P50', align: 'right', rank: 7 }, ...percentile('p50') },
    { ...{ letter: '9', head: 'P99', align: 'right', rank: 5 }, ...percentile('p99') },
    {
      ...{ letter: 'e', head: 'FAIL', align: 'right', rank: 1 },
      cell: ({ load: { failed } }) => span(briefCount(failed), failed > 0 ? 'caution' : undefined),
      value: ({ load }) => load.failed,
    },
    { ...{ letter: 'p', head: 'PROBE', rank: 4, narrowest: 12 }, cell: probeSpan, value: probeText },
    {
      ...{ letter: 'a', head: 'ADDRESS', rank: 8, narrowest: 14 },
      cell: ({ address }) => formatAddress(address),
      value: ({ address }) => formatAddress(address),
    },
    ...(hasSources ? [sourceColumn] : []),
  ];
}

const sourceColumn: BackendColumn = {
  ...{ letter: 'u', head: 'SOURCE', rank: 9 },
  cell: ({ source }) => source,
  value: ({ source }) => source,
};

/** How many there were so far, for a list that knows no rates. */
const openedColumn: BackendColumn = {
  ...{ letter: 'c', head: 'OPENED', align: 'right', rank: 5 },
  ...number(({ load }) => load.opened),
};

function rateColumns(rates: ConnectionRates): readonly BackendColumn[] {
  const shareOf = (name: string): number | undefined => {
    const rate = rates.of(name);
    return rate === undefined || !rates.total ? undefined : rate / rates.total;
  };
  return [
    {
      ...{ letter: 'r', head: 'RATE/S', align: 'right' },
      cell: ({ name }) => rates.of(name)?.toFixed(1) ?? UNKNOWN,
      value: ({ name }) => rates.of(name) ?? -1,
    },
    {
      ...{ letter: 'h', head: 'SHARE', rank: 6 },
      cell: ({ name }) => shareText(shareOf(name)),
      value: ({ name }) => shareOf(name) ?? -1,
    },
  ];
}

export function stateSpan({ effective: { state } }: Pick<BackendView, 'effective'>): Span {
  return span(state, STATE_STYLES[state]);
}

/** Since when it is in its state, as far as that is known. */
export function stateSince({ effective, operator, observed }: BackendView): string | null {
  return ['drain', 'draining', 'maint'].includes(effective.state) ? operator.since : observed.since;
}

/** The last health check: `ok 0.4ms`, or why it failed and when the next one is. */
export function probeText({ observed: { lastProbe, nextProbeInMs } }: BackendView): string {
  if (lastProbe === null) return UNKNOWN;
  if (lastProbe.ok) return `ok ${briefMs(lastProbe.ms)}`;
  const next = nextProbeInMs === null ? '' : `, next in ${briefMs(nextProbeInMs)}`;
  return printable(`${lastProbe.reason ?? 'failed'}${next}`);
}

function probeSpan(backend: BackendView): Span {
  return span(probeText(backend), backend.observed.lastProbe?.ok === false ? 'bad' : 'faint');
}

function number(value: (backend: BackendView) => number): Pick<BackendColumn, 'cell' | 'value'> {
  return { cell: (backend) => briefCount(value(backend)), value };
}

/** Of the time to the first byte. */
function percentile(name: 'p50' | 'p99'): Pick<BackendColumn, 'cell' | 'value'> {
  return {
    cell: ({ load: { firstByteMs } }) => (firstByteMs === null ? UNKNOWN : briefMs(firstByteMs[name])),
    value: ({ load }) => load.firstByteMs?.[name] ?? -1,
  };
}

/** `50% ██▌`: the whole of the bar is 100 %. */
function shareText(share: number | undefined): string {
  if (share === undefined) return UNKNOWN;
  const eighths = Math.round(share * BAR * 8);
  const bar = '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
  return `${`${Math.round(share * 100)}%`.padStart(4)} ${bar}`.trimEnd();
}
