import type { BalancerView } from '../../admin/balancer-views.js';
import { counted, partOf } from '../../logging/format.js';
import { printable } from '../../printable.js';
import { formatMs } from '../../units.js';
import type { Fact } from '../text/headline.js';
import { span, type Span } from '../text/line.js';

/** A process as `GET /v1` has it. */
export interface Identity {
  readonly kind: 'balance' | 'server';
  readonly name: string;
  readonly startedAt: string;
  readonly workers?: number;
  readonly mode?: string;
}

const GAUGE = 10;

/** Who it is, and how it balances. @param now - in ms since 1970 */
export function identityFacts(
  { kind, name, startedAt, workers = 1 }: Identity,
  now: number,
  state?: Pick<BalancerView, 'algorithm' | 'config' | 'operator'>,
): Fact[] {
  const uptime = formatMs(Math.max(0, Math.floor((now - Date.parse(startedAt)) / 1000)) * 1000);
  return [
    { line: [span('lbsim '), span(printable(kind === 'server' ? `server ${name}` : name), 'strong')] },
    ...(state === undefined ? [] : balancingFacts(state)),
    ...(workers > 1 ? [{ line: [span(`${workers} workers`)], rank: 5 }] : []),
    { line: [span(`up ${uptime}`)], rank: 3 },
  ];
}

function balancingFacts({
  algorithm,
  config,
  operator,
}: Pick<BalancerView, 'algorithm' | 'config' | 'operator'>): Fact[] {
  return [
    { line: [span(algorithm)], rank: 2 },
    { line: [span(`sticky ${operator.stickyKey ?? config.stickyKey}`)], rank: 4 },
  ];
}

/** What it is doing now. */
export function loadFacts({ openConnections, waiting, held, stopping }: BalancerView): Fact[] {
  return [
    ...(stopping ? [{ line: [span('stopping', 'bad')] }] : []),
    ...(held === null ? [] : [{ line: [span(`held: ${held.waiting}`, 'caution')] }]),
    { line: [span(`${openConnections} open`)] },
    { line: [span(`${waiting} waiting`, waiting > 0 ? 'caution' : undefined)], rank: 1 },
  ];
}

/** How it stands: its backends, its room for clients, and what the operator has changed. */
export function stateFacts(state: BalancerView): Fact[] {
  const { backends, openConnections, waiting } = state;
  const active = backends.filter(({ effective }) => effective.active).length;
  const max = state.operator.maxConnections ?? state.config.maxConnections;
  const overrides = overridesOf(state);
  return [
    {
      line: [
        span(
          `${partOf(active, backends.length, 'backend')} active`,
          active === backends.length ? 'good' : active === 0 ? 'bad' : 'caution',
        ),
      ],
    },
    ...(max === 'unlimited'
      ? []
      : [
          {
            line: [
              span('clients '),
              ...gauge((openConnections + waiting) / max, `${openConnections + waiting}/${max}`),
            ],
            rank: 2,
          },
        ]),
    {
      line: [
        span(
          overrides === 0 ? 'no overrides' : counted(overrides, 'override'),
          overrides === 0 ? 'faint' : 'note',
        ),
      ],
      rank: 1,
    },
  ];
}

/** The number of values that the operator has changed. */
function overridesOf({ operator, backends }: BalancerView): number {
  const layers = [operator, ...backends.map((backend) => backend.operator)];
  return layers.reduce((sum, { since, by, ...values }) => {
    void [since, by];
    return sum + Object.values(values).filter((value) => value !== null).length;
  }, 0);
}

function gauge(share: number, text: string): Span[] {
  const full = Math.min(GAUGE, Math.round(share * GAUGE));
  const style = share >= 0.9 ? 'bad' : share >= 0.7 ? 'caution' : 'good';
  return [span('▓'.repeat(full), style), span('░'.repeat(GAUGE - full), 'faint'), span(` ${text}`)];
}
