import type { BackendView } from '../../admin/backend-view.js';
import { formatAddress } from '../../net/address.js';
import { printable } from '../../printable.js';
import { formatBytes, formatMs } from '../../units.js';
import { briefAge, clockTime } from '../text/brief.js';
import { span, type StyledLine } from '../text/line.js';
import { probeText, stateSince, stateSpan } from './backend-columns.js';

const LABEL = 13;

/** Everything about one backend, in its four layers. @param now - in ms since 1970 */
export function backendPage(backend: BackendView, now: number): readonly StyledLine[] {
  const { name, address, source, effective, load } = backend;
  const since = stateSince(backend);
  return [
    [
      span(printable(name), 'strong'),
      span('  '),
      stateSpan(backend),
      ...(since === null ? [] : [span(` for ${briefAge(since, now)}`)]),
    ],
    field(
      'address',
      `${formatAddress(address)}${address.ip === null ? ', does not resolve' : address.ip === address.host ? '' : `, at ${address.ip}`}`,
    ),
    field('effective', effectiveText(effective)),
    field('config', `${configText(backend)}${source === 'config' ? '' : `; added by the ${source}`}`),
    field('operator', operatorText(backend)),
    ...observedFields(backend, now),
    field(
      'connections',
      `${load.open} open${load.max === null ? '' : ` of ${load.max}`}, ${load.opened} so far, ${load.failed} failed`,
    ),
    field(
      'bytes',
      `${formatBytes(load.bytesIn)} in, ${formatBytes(load.bytesOut)} out, of connections that are over`,
    ),
    field('connect', percentiles(load.connectMs)),
    field('first byte', percentiles(load.firstByteMs)),
  ];
}

function field(label: string, text: string): StyledLine {
  return [span(label.padEnd(LABEL), 'faint'), span(printable(text))];
}

function effectiveText({ active, admitsSticky, weight, slowStart }: BackendView['effective']): string {
  const who = active
    ? 'takes new clients'
    : admitsSticky
      ? 'takes only clients that stick to it'
      : 'takes no clients';
  const share = slowStart === null ? '' : `, of which ${Math.round(slowStart * 100)} % (slow start)`;
  return `${who}; weight ${weight}${share}`;
}

function configText({ config: { weight, backup } }: BackendView): string {
  return `weight ${weight}${backup ? ', a backup' : ''}`;
}

function operatorText({ operator: { admin, weight, maxConnections, since, by } }: BackendView): string {
  const changes = [
    ...(admin === null ? [] : [admin]),
    ...(weight === null ? [] : [`weight ${weight}`]),
    ...(maxConnections === null ? [] : [`at most ${maxConnections} connections`]),
  ];
  if (changes.length === 0) return 'no overrides';
  const when = since === null ? '' : `, since ${clockTime(since)}`;
  return `${changes.join(', ')}${when}${by === null ? '' : `, by ${by}`}`;
}

function observedFields(backend: BackendView, now: number): StyledLine[] {
  const { health, since, reason, contrary, rise, fall } = backend.observed;
  const age = since === null ? '' : ` for ${briefAge(since, now)}`;
  const against =
    contrary === 0 ? '' : `; ${contrary} of ${health === 'up' ? fall : rise} results against it`;
  return [
    field('observed', `${health}${age}${reason === null ? '' : `: ${reason}`}${against}`),
    field('last probe', probeText(backend)),
  ];
}

function percentiles(times: { readonly p50: number; readonly p99: number } | null): string {
  return times === null ? 'not measured yet' : `p50 ${formatMs(times.p50)}, p99 ${formatMs(times.p99)}`;
}
