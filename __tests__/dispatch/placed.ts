import type { DispatchRequest } from '../../lib/dispatch/dispatcher.js';
import { Placement, type PlacementOptions } from '../../lib/dispatch/placement.js';
import { REQUEST_PORT } from '../../lib/dispatch/dispatch-port.js';
import type { WaitFor } from '../../lib/dispatch/waiting-room.js';
import { createBrain, type Brain } from '../../lib/routing/brain.js';
import { TestRequest } from '../workers/dispatching.js';

export interface Placed extends Brain {
  readonly placement: Placement<DispatchRequest>;
  /** A client seeks a backend. */
  readonly arrives: () => WaitingRequest;
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
  options: Partial<PlacementOptions & { maxPerBackend: number }> = {},
): Placed {
  const { maxPerBackend, ...limits } = options;
  const brain = createBrain(
    {
      algorithm: 'round-robin',
      backends: Array.from({ length: backends }, (_, n) => ({ host: 'x', port: n + 1, name: `B${n + 1}` })),
      ...(maxPerBackend !== undefined && { maxPerBackend }),
    },
    { random: () => 0 },
  );
  const { pool, router } = brain;
  const events = { full: () => undefined, crowdedChanged: () => undefined };
  const placement = new Placement(
    pool,
    router,
    { maxConnections: 100, queueMax: 100, rateLimit: 0, ...limits },
    events,
    REQUEST_PORT,
  );
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
    arrives: () => {
      const request = new WaitingRequest();
      placement.dispatch(request, 0);
      return request;
    },
    up: (...numbers) => set(numbers, true),
    down: (...numbers) => set(numbers, false),
  };
}
