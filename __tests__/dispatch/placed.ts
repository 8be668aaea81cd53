import type { DispatchRequest } from '../../lib/dispatch/dispatcher.js';
import { Placement } from '../../lib/dispatch/placement.js';
import type { PlacementOptions } from '../../lib/dispatch/placement-options.js';
import { Reception } from '../../lib/dispatch/reception.js';
import { REQUEST_PORT } from '../../lib/dispatch/dispatch-port.js';
import type { WaitFor } from '../../lib/dispatch/waiting-room.js';
import type { BrainSettings } from '../../lib/routing/brain.js';
import { recordedBrain, type RecordedBrain } from '../recording/recorded.js';
import { TestRequest } from '../workers/dispatching.js';

export interface Placed extends RecordedBrain {
  readonly placement: Placement<DispatchRequest>;
  /** In front of the placement. */
  readonly reception: Reception<DispatchRequest>;
  /** A client seeks a backend, by its sticky key if it has one. */
  readonly arrives: (stickyKey?: string) => WaitingRequest;
  readonly up: (...backends: number[]) => void;
  readonly down: (...backends: number[]) => void;
}

/** A client that knows what it waits for. */
export class WaitingRequest extends TestRequest {
  waits: WaitFor | undefined;

  override queued(waitFor: WaitFor): void {
    super.queued(waitFor);
    this.waits = waitFor;
  }
}

/** Backends, none of which is up yet. */
export function placed(
  backends: number,
  options: Partial<PlacementOptions & Pick<BrainSettings, 'maxPerBackend' | 'sessions'>> = {},
): Placed {
  const { maxPerBackend, sessions, ...limits } = options;
  const brain = recordedBrain({
    algorithm: 'round-robin',
    backends: Array.from({ length: backends }, (_, n) => ({ host: 'x', port: n + 1, name: `B${n + 1}` })),
    ...(maxPerBackend !== undefined && { maxPerBackend }),
    ...(sessions && { sessions }),
  });
  const { pool, router } = brain;
  const events = { full: () => undefined, crowdedChanged: () => undefined };
  const settings = { maxConnections: 100, queueMax: 100, rateLimit: 0, ...limits };
  const placement = new Placement(pool, router, settings, events, REQUEST_PORT);
  const set = (numbers: number[], healthy: boolean): void => {
    for (const n of numbers) {
      const backend = pool.backends[n - 1];
      if (backend !== undefined) pool.setHealthy(backend, healthy);
    }
    placement.activeServersChanged(0);
  };
  return {
    ...brain,
    placement,
    reception: new Reception(placement, settings, REQUEST_PORT),
    arrives: (stickyKey) => {
      const request = new WaitingRequest(stickyKey);
      placement.dispatch(request, 0);
      return request;
    },
    up: (...numbers) => set(numbers, true),
    down: (...numbers) => set(numbers, false),
  };
}
