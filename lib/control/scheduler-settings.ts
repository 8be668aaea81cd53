import { defined } from '../defined.js';
import { LbsimError } from '../errors.js';
import type { SchedulerOptions } from '../schedulers/options.js';
import type { LiveSettings } from './live-settings.js';

/** The settings that a scheduler is built with. */
export const SCHEDULER_SETTINGS = [
  'choices',
  'sample',
  'ewmaDecayMs',
] as const satisfies readonly (keyof LiveSettings)[];

type SchedulerSettings = Pick<LiveSettings, (typeof SCHEDULER_SETTINGS)[number]>;

/** They as a scheduler takes them. */
export function schedulerOptionsOf(settings: SchedulerSettings): Required<Omit<SchedulerOptions, 'vnodes'>> {
  const { choices, sample, ewmaDecayMs: decay } = settings;
  return { choices, sample, decay };
}

/** The options of a scheduler that are given, as settings. */
export function schedulerSettingsOf({
  choices,
  sample,
  decay,
}: SchedulerOptions): Partial<SchedulerSettings> {
  return defined({ choices, sample, ewmaDecayMs: decay });
}

/**
 * An algorithm of one's own takes none of them while it decides.
 *
 * @param wanted - settings; undefined for those that stay as they are
 * @throws LbsimError `ERR_ALGORITHM`
 */
export function refuseSchedulerSettings(
  algorithm: string,
  wanted: { readonly [Name in keyof LiveSettings]?: unknown },
): void {
  const refused = SCHEDULER_SETTINGS.find((name) => wanted[name] !== undefined);
  if (refused === undefined) return;
  throw new LbsimError(
    'ERR_ALGORITHM',
    `${refused} of algorithm '${algorithm}', which is not one of lbsim's own, is settled at the start: leave it out`,
    { kind: 'usage' },
  );
}
