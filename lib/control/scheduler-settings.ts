import { defined } from '../defined.js';
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
export function schedulerOptionsOf(settings: SchedulerSettings): Required<SchedulerOptions> {
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
