import { CentralDispatcher } from '../dispatch/central-dispatcher.js';
import { REQUEST_PORT } from '../dispatch/dispatch-port.js';
import type { DispatchRequest } from '../dispatch/dispatcher.js';
import type { EventSink } from '../event-sink.js';
import type { Brain } from '../routing/brain.js';
import type { ControlObserver } from './control-observer.js';
import type { BalancerEvents } from './events.js';
import { HoldOperations } from './hold-operations.js';
import type { LiveSettings } from './live-settings.js';
import type { Overrides } from './overrides.js';
import { PickRing } from './picks.js';
import type { RequestMeter } from './request-meter.js';

export interface DispatcherDeps {
  readonly brain: Brain;
  /** Settings in force. */
  readonly live: LiveSettings;
  /** Counts what becomes of requests. */
  readonly requests: RequestMeter;
  readonly overrides: Overrides;
  readonly events: EventSink<BalancerEvents>;
  readonly observer: ControlObserver;
}

/** Dispatches requests, explains where they went, and holds newcomers back. */
export interface Dispatching {
  readonly central: CentralDispatcher<DispatchRequest>;
  readonly picks: PickRing;
  readonly hold: HoldOperations;
}

export function createDispatcher(deps: DispatcherDeps): Dispatching {
  const { brain, live, requests, overrides, events, observer } = deps;
  const placed = {
    full: (queued: number): unknown =>
      events.emit('max_connections_reached', { maxConnections: live.maxConnections, queued }),
    crowdedChanged: (crowded: boolean): void => observer.crowdedChanged?.(crowded),
  };
  const rulesChanged = (): void => observer.rulesChanged?.();
  const central = new CentralDispatcher(brain, live, placed, requests.counting(REQUEST_PORT));
  const picks = new PickRing(central.picks, live, rulesChanged);
  return {
    central,
    picks,
    hold: new HoldOperations({ central, picks, requests, overrides, events, rulesChanged }),
  };
}
