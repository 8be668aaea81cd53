import { isDeepStrictEqual } from 'node:util';
import { optionError } from '../errors.js';
import type { EventSink } from '../event-sink.js';
import type { Brain } from '../routing/brain.js';
import type { OperationEvents } from './events.js';
import { LIVE_SETTINGS, resolveUpdate } from './live-settings.js';
import type { LiveSettings, SettingsUpdate } from './live-settings.js';
import type { Operations } from './operations.js';
import type { ResolvedOptions } from './options.js';
import { limitOverride, type Overrides } from './overrides.js';
import { refuseSchedulerSettings, SCHEDULER_SETTINGS, schedulerOptionsOf } from './scheduler-settings.js';
import type { SessionOperations } from './session-operations.js';
import { signed } from './signed.js';
import { tcpProbe } from '../health/probe.js';

export interface SettingsDeps {
  readonly brain: Brain;
  /** What the configuration says; it is changed here. */
  readonly options: { -readonly [Name in keyof ResolvedOptions]: ResolvedOptions[Name] };
  /** Of limits of the backends. */
  readonly operations: Operations;
  readonly sessions: SessionOperations;
  readonly overrides: Overrides;
  readonly events: EventSink<OperationEvents>;
  /** Settings have changed, among them these. */
  readonly changed: (names: readonly (keyof LiveSettings)[]) => void;
}

/** Settings whose changes have an event of their own. */
const TOLD_ELSEWHERE: readonly string[] = ['maxPerBackend'];

/** The settings of a balancer that can be changed while it runs. */
export class SettingsOperations {
  /** Those in force, always in the same object. */
  readonly live: LiveSettings;
  readonly #deps: SettingsDeps;

  /** @param live - those in force */
  constructor(live: LiveSettings, deps: SettingsDeps) {
    this.live = live;
    this.#deps = deps;
  }

  /** All are checked before the first is changed. */
  update(update: SettingsUpdate, by?: string): void {
    const { overrides } = this.#deps;
    const wanted = this.#resolve(update);
    if (update.maxPerBackend !== undefined)
      this.#deps.operations.setLimit(undefined, update.maxPerBackend, by);
    const others = namesIn(wanted);
    const asked = Object.fromEntries(others.map((name) => [name, limitOverride(update[name])]));
    const isOverridden = overrides.changeBalancer(asked, by);
    this.#take(wanted, others, by, isOverridden);
  }

  /**
   * Refuses settings that {@link configure} could not set.
   *
   * @throws LbsimError `ERR_OPTION_INVALID`
   */
  refuse(settings: Partial<LiveSettings>): void {
    this.#resolve(settings);
  }

  /** The configuration says something else of these settings, which ends overrides of them. */
  configure(settings: Partial<LiveSettings>, by?: string): void {
    const { overrides, options, operations } = this.#deps;
    Object.assign(options, settings);
    const others = namesIn(settings);
    if (settings.maxPerBackend !== undefined) operations.setLimit(undefined, null, by);
    overrides.changeBalancer(Object.fromEntries(others.map((name) => [name, null])), undefined);
    if (Object.keys(settings).length > 0) overrides.generation++;
    this.#take(settings, others, by, false);
  }

  #resolve(update: SettingsUpdate): Partial<LiveSettings> {
    const { options, overrides } = this.#deps;
    const wanted = resolveUpdate(update, options);
    const isOwn = options.custom !== undefined && overrides.balancer.algorithm === null;
    if (isOwn) refuseSchedulerSettings(options.algorithm, wanted);
    if (wanted.healthCheck !== undefined && options.probe !== tcpProbe)
      throw optionError(
        `healthCheck '${wanted.healthCheck}' has no effect with a probe of your own: leave it out`,
      );
    return wanted;
  }

  /** @param isOverridden - whether something is to be told even if all values are the same */
  #take(
    wanted: Partial<LiveSettings>,
    others: readonly (keyof LiveSettings)[],
    by: string | undefined,
    isOverridden: boolean,
  ): void {
    const { events, changed } = this.#deps;
    const before = { ...this.live };
    Object.assign(this.live, wanted);
    const different = others.filter((name) => !isDeepStrictEqual(this.live[name], before[name]));
    if (!isOverridden && different.length === 0) return;
    this.#tellBrain(before, different, by);
    const values = Object.fromEntries(others.map((name) => [name, limitOverride(this.live[name])]));
    events.emit('settings_changed', signed({ settings: values }, by));
    changed(different);
  }

  /** What the brain has to know of them. */
  #tellBrain(before: LiveSettings, different: readonly (keyof LiveSettings)[], by: string | undefined): void {
    const { brain, operations, sessions } = this.#deps;
    if (SCHEDULER_SETTINGS.some((name) => different.includes(name)))
      operations.schedule(brain.algorithm, schedulerOptionsOf(this.live), by);
    const { stickyKey, stickyMax: max, stickyTtlMs: ttlMs, slowStartMs } = this.live;
    if (different.includes('slowStartMs')) brain.pool.setSlowStart(slowStartMs);
    // Other keys mean other clients.
    if (different.includes('stickyKey') && before.stickyKey !== 'none') sessions.clear('all', by);
    const hadMap = before.stickyKey !== 'none';
    const hasMap = stickyKey !== 'none';
    if (hadMap !== hasMap || (hasMap && different.includes('stickyMax')))
      brain.setSessions(hasMap ? { max, ttlMs } : undefined, performance.now());
    else if (different.includes('stickyTtlMs')) brain.router.setStickyTtl(ttlMs);
  }
}

function namesIn(settings: Partial<LiveSettings>): (keyof LiveSettings)[] {
  return LIVE_SETTINGS.filter((name) => !TOLD_ELSEWHERE.includes(name) && settings[name] !== undefined);
}
