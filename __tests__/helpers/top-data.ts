import type { BackendView } from '../../lib/admin/backend-view.js';
import type { TopData } from '../../lib/cli/top/data.js';
import { Top, type TopDeps } from '../../lib/cli/top/top.js';
import { backendOf, downBackend, START } from './backend-views.js';

/** A quarter of an hour later. */
export const NOW = Date.parse(START) + 15 * 60_000;

const SETTINGS = {
  ...{ maxConnections: 10_000, maxPerBackend: null, queueMax: 1000, queueTimeoutMs: 30_000 },
  ...{ rateLimit: null, stickyTtlMs: 3_600_000, onFailover: 'keep', stickyKey: 'ip' },
} as const;
const NO_OVERRIDES = Object.fromEntries(Object.keys(SETTINGS).map((name) => [name, null]));

/** One that is up, one that is down, and one that is drained. */
export const THREE: readonly BackendView[] = [
  backendOf({ load: { open: 61, opened: 8123, firstByteMs: { p50: 3.1, p99: 18 } } }),
  downBackend('B2'),
  backendOf({
    name: 'B3',
    operator: { admin: 'drain', since: new Date(NOW - 180_000).toISOString(), by: 'ctl unix:1000' },
    effective: { state: 'draining', active: false },
    load: { open: 57 },
  }),
];

/** What is known of a balancer with those backends. */
export function topData(backends: readonly BackendView[] = THREE, more: Partial<TopData> = {}): TopData {
  const rates = new Map([
    ['B1', 30.15],
    ['B3', 10.05],
  ]);
  return {
    identity: { kind: 'balance', name: '127.0.0.1:8080', startedAt: START, workers: 4 },
    balancer: {
      ...{
        algorithm: 'least-connections',
        stopping: false,
        held: null,
        openConnections: 118,
        waiting: 2,
        sessions: { size: 118, max: 100_000 },
        generation: 2,
      },
      config: { algorithm: 'least-connections', ...SETTINGS } as never,
      operator: { algorithm: null, ...NO_OVERRIDES, since: null, by: null } as never,
      backends,
    },
    server: undefined,
    rates: { of: (name) => rates.get(name) ?? 0, total: 40.2 },
    events: [
      { id: 1, event: 'failover', timestamp: START, message: 'B2 is down (connection refused)' },
      { id: 2, event: 'operated', timestamp: START, message: 'drain B3, by ctl from unix:1000' },
    ],
    ...{ connections: [], sessions: [], picks: [], lost: undefined, heardAt: NOW },
    ...more,
  };
}

/** A screen that shows that, and the words that its keys have had done. */
export function topOf(data: TopData): { readonly top: Top; readonly done: (readonly string[])[] } {
  const done: (readonly string[])[] = [];
  const nothing = (): void => undefined;
  const deps: TopDeps = {
    data: () => data,
    now: () => NOW,
    run: (words) => Promise.resolve(done.push(words)).then(() => [[{ text: 'done' }]]),
    ...{ viewChanged: nothing, changed: nothing, suspend: nothing, quit: nothing },
  };
  return { top: new Top(deps), done };
}
