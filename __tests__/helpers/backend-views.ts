import type { BackendView } from '../../lib/admin/backend-view.js';

/** What a test says of a backend; the rest is that of one that is up and has nothing to do. */
export interface BackendFacts {
  readonly name?: string;
  readonly host?: string;
  readonly operator?: Partial<BackendView['operator']>;
  readonly observed?: Partial<BackendView['observed']>;
  readonly effective?: Partial<BackendView['effective']>;
  readonly load?: Partial<BackendView['load']>;
}

/** When the backends of tests came up. */
export const START = '2026-11-28T09:00:00.000Z';

/** A backend as the API has it. */
export function backendOf({ name = 'B1', host = '127.0.0.1', ...facts }: BackendFacts = {}): BackendView {
  return {
    name,
    address: { host, port: 8881, ip: host },
    source: 'config',
    control: null,
    config: { weight: 1, backup: false },
    operator: {
      ...{ admin: null, weight: null, maxConnections: null, since: null, by: null },
      ...facts.operator,
    },
    observed: {
      ...{ health: 'up', since: START, reason: null, contrary: 0, rise: 1, fall: 2, nextProbeInMs: 3100 },
      lastProbe: { at: START, ok: true, reason: null, ms: 0.4 },
      ...facts.observed,
    },
    effective: {
      ...{ state: 'up', active: true, admitsSticky: true, weight: 1, slowStart: null },
      ...facts.effective,
    },
    load: {
      ...{
        open: 0,
        max: null,
        opened: 0,
        failed: 0,
        bytesIn: 0,
        bytesOut: 0,
        connectMs: null,
        firstByteMs: null,
      },
      ...facts.load,
    },
  };
}

/** One that refuses connections. */
export function downBackend(name: string): BackendView {
  const reason = 'connection refused';
  return backendOf({
    name,
    observed: {
      ...{ health: 'down', reason, nextProbeInMs: 400 },
      lastProbe: { at: START, ok: false, reason, ms: 0.2 },
    },
    effective: { state: 'down', active: false, admitsSticky: false },
    load: { failed: 12 },
  });
}
