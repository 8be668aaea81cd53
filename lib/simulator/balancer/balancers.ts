import type { DispatchPort } from '../../dispatch/dispatch-port.js';
import type { ProbeResult } from '../../health/probe.js';
import type { Backend } from '../../routing/backend.js';
import type { Conditions } from '../backends/conditions.js';
import type { EventQueue } from '../engine/event-queue.js';
import type { RandomStreams } from '../engine/random-streams.js';
import type { VirtualTimers } from '../engine/timers.js';
import type { HealthFlip } from '../report/run-result.js';
import type { SimulationSettings } from '../plan/settings.js';
import { VirtualBalancer } from './virtual-balancer.js';

/** What the balancers stand on. */
export interface BalancersDeps {
  readonly queue: EventQueue;
  readonly timers: VirtualTimers;
  readonly conditions: Conditions;
  readonly streams: RandomStreams;
  /** How dispatchers deal with jobs. */
  readonly port: DispatchPort<number>;
}

/** Who is told. */
export interface BalancersObserver {
  /** A balancer has marked a backend up or down. */
  flipped(flip: Omit<HealthFlip, 'at'>): void;
  /** A balancer's active backends are others. */
  activeChanged(balancer: VirtualBalancer, backend: Backend): void;
}

/** Independent balancers, and the probes that they send. */
export function createBalancers(
  settings: SimulationSettings,
  { queue, timers, conditions, streams, port }: BalancersDeps,
  observer: BalancersObserver,
): VirtualBalancer[] {
  const probe = prober(conditions, timers);
  return streams.picks.map((picks, number) => {
    const flipped = (backend: Backend, up: boolean): void =>
      observer.flipped({ balancer: number, backend: backend.name, up });
    return new VirtualBalancer(
      settings,
      {
        now: () => queue.now,
        startTimer: timers.start,
        probe,
        picks,
        probes: streams.probes[number] ?? picks,
        port,
      },
      {
        failover: (backend) => flipped(backend, false),
        failback: (backend) => flipped(backend, true),
        activeChanged: (balancer, backend) => observer.activeChanged(balancer, backend),
      },
    );
  });
}

type IndexedProbe = (backend: number, timeout: number, done: (result: ProbeResult) => void) => () => void;

/** A probe is answered at once, or when its time is up. */
function prober(conditions: Conditions, timers: VirtualTimers): IndexedProbe {
  return (backend, timeout, done) => {
    const result = conditions.answerTo(backend);
    if (result !== undefined) return timers.start(0, () => done(result));
    return timers.start(timeout, () => done({ ok: false, reason: 'connect_timeout' }));
  };
}
