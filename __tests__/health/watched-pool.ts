import { jest } from '@jest/globals';
import { HealthMonitor } from '../../lib/health/health-monitor.js';
import type { HealthMonitorOptions } from '../../lib/health/monitor-options.js';
import { BackendPool } from '../../lib/routing/backend-pool.js';
import type { Backend } from '../../lib/routing/backend.js';
import { newScheduler } from '../../lib/schedulers/index.js';
import { ScriptedProbe } from './scripted-probe.js';

/** Milliseconds between two probes and until one has failed, unless a test says otherwise. */
export const INTERVAL = 1000;
export const TIMEOUT = 200;

export interface WatchedPool {
  readonly pool: BackendPool;
  readonly monitor: HealthMonitor;
  readonly probe: ScriptedProbe;
  /** What the monitor has emitted, in order. */
  readonly events: { event: string; [field: string]: unknown }[];
  /** The backend at this port. */
  readonly at: (port: number) => Backend;
}

/** A monitor, not started yet, of the backends B1, B2, … at the ports 1, 2, …, which are all well; without jitter. */
export function watchedPool(count: number, options: Partial<HealthMonitorOptions> = {}): WatchedPool {
  const specs = Array.from({ length: count }, (_, index) => ({
    host: '127.0.0.1',
    port: index + 1,
    name: `B${index + 1}`,
  }));
  const pool = new BackendPool(
    specs,
    newScheduler<Backend>('round-robin', () => 0),
  );
  const probe = new ScriptedProbe();
  const monitor = new HealthMonitor(pool, {
    intervalMs: INTERVAL,
    timeoutMs: TIMEOUT,
    rise: 1,
    fall: 1,
    probe: probe.probe,
    random: () => 0,
    now: () => performance.now(),
    ...options,
  });
  const events: WatchedPool['events'] = [];
  monitor.on('backend_down_at_start', (fields) => events.push({ event: 'backend_down_at_start', ...fields }));
  monitor.on('failover', (fields) => events.push({ event: 'failover', ...fields }));
  monitor.on('failback', (fields) => events.push({ event: 'failback', ...fields }));
  const at = (port: number): Backend => {
    const backend = pool.backends[port - 1];
    if (backend === undefined) throw new Error(`there is no backend at port ${port}`);
    return backend;
  };
  return { pool, monitor, probe, events, at };
}

/** Starts the monitor, under fake timers, and lets the first round end. */
export async function start({ monitor }: WatchedPool): Promise<void> {
  const started = monitor.start();
  await jest.advanceTimersByTimeAsync(TIMEOUT);
  await started;
}
