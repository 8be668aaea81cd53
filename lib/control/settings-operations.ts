import type { EventSink } from '../event-sink.js';
import type { Brain } from '../routing/brain.js';
import type { OperationEvents } from './events.js';
import { LIVE_SETTINGS, liveSettingsOf, resolveUpdate } from './live-settings.js';
import type { LiveSettings, SettingsUpdate } from './live-settings.js';
import type { Operations } from './operations.js';
import { limitOverride, type Overrides } from './overrides.js';
import { signed } from './signed.js';

export interface SettingsDeps {
  readonly brain: Brain;
  /** Of limits of the backends. */
  readonly operations: Operations;
  readonly overrides: Overrides;
  readonly events: EventSink<OperationEvents>;
  /** Settings have changed. */
  readonly changed: () => void;
}

/** The settings of a balancer that can be changed while it runs. */
export class SettingsOperations {
  /** Those in force, always in the same object. */
  readonly live: LiveSettings;
  readonly #configured: LiveSettings;
  readonly #deps: SettingsDeps;

  constructor(configured: LiveSettings, live: LiveSettings, deps: SettingsDeps) {
    this.#configured = liveSettingsOf(configured);
    this.live = live;
    this.#deps = deps;
  }

  /** All are checked before the first is changed. */
  update(update: SettingsUpdate, by?: string): void {
    const { brain, operations, overrides, events, changed } = this.#deps;
    const wanted = resolveUpdate(update, this.#configured);
    const before = { ...this.live };
    Object.assign(this.live, wanted);
    if (update.maxPerBackend !== undefined) operations.setLimit(undefined, update.maxPerBackend, by);
    const others = LIVE_SETTINGS.filter((name) => name !== 'maxPerBackend' && wanted[name] !== undefined);
    const asked = Object.fromEntries(others.map((name) => [name, limitOverride(update[name])]));
    const isOverridden = overrides.changeBalancer(asked, by);
    const isChanged = others.some((name) => this.live[name] !== before[name]);
    if (!isOverridden && !isChanged) return;
    if (this.live.stickyTtlMs !== before.stickyTtlMs) brain.router.setStickyTtl(this.live.stickyTtlMs);
    const values = Object.fromEntries(others.map((name) => [name, limitOverride(this.live[name])]));
    events.emit('settings_changed', signed({ settings: values }, by));
    changed();
  }
}
