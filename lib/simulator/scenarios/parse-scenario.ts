import { defined } from '../../defined.js';
import { didYouMean } from '../../did-you-mean.js';
import { LbsimError } from '../../errors.js';
import { readYaml } from '../../yaml-document.js';
import { DEFAULT_TIMES } from './default-times.js';
import { parseTimeline } from './parse-timeline.js';
import { TIMES, refuseBadTimes } from './refuse-bad-times.js';
import { isAbove, isObject, notA, shownValue, type Refuse } from './reading.js';
import { SCENARIO_RETRIES, type RetrySettings } from './clients.js';
import { SCENARIO_LIMITS, type SimulationLimits } from './limits.js';
import type { Scenario } from './scenario.js';

/** Keys whose values are text as written: `about: 1.10`. */
const TEXTS = ['about', 'backend'];
const SETTINGS = [...SCENARIO_LIMITS, ...SCENARIO_RETRIES] as const;
const KEYS = ['about', 'duration', 'timeline', ...TIMES, ...SETTINGS] as const;

/**
 * Reads a scenario: YAML, or JSON, with the keys `about`, `duration`, `timeline`, those of {@link TimeSettings} that differ from
 * the defaults, {@link SimulationLimits} and {@link RetrySettings}.
 *
 * @param name - what it is called, and said to be wrong by
 * @throws LbsimError `ERR_SCENARIO` of kind `usage`
 */
export function parseScenario(name: string, text: string): Scenario {
  const refuse: Refuse = (message) =>
    new LbsimError('ERR_SCENARIO', `scenario ${name}: ${message}`, { kind: 'usage' });
  const written = objectIn(text, refuse);
  const unknown = Object.keys(written).find((key) => !KEYS.some((known) => known === key));
  if (unknown !== undefined)
    throw refuse(`unknown key '${unknown}'${didYouMean(unknown, KEYS)}: use ${KEYS.join(', ')}`);
  const { about = '', duration, timeline } = written;
  if (typeof about !== 'string') throw refuse(`about is ${shownValue(about)}: use a sentence`);
  if (!isAbove(duration, 0))
    throw refuse(`${notA('a time', 'duration', duration)}: use a number above 0, such as 3000`);
  const told = Object.fromEntries(TIMES.map((key) => [key, written[key]] as const));
  const patience = { ...DEFAULT_TIMES, ...defined(told) };
  refuseBadTimes(patience, refuse);
  const events = parseTimeline(timeline, duration, refuse);
  return { name, about, duration, ...patience, ...settingsIn(written, refuse), events };
}

/** The limits and retries that are given: of the right kind, if perhaps out of range. */
function settingsIn(
  written: Readonly<Record<string, unknown>>,
  refuse: Refuse,
): SimulationLimits & RetrySettings {
  const given = SETTINGS.filter((name) => written[name] !== undefined);
  for (const name of given) {
    const kind = name === 'observe' || name === 'abandoned' ? 'string' : 'number';
    if (typeof written[name] !== kind)
      throw refuse(
        `${name} ${shownValue(written[name])} makes no sense: use a ${kind === 'string' ? 'word' : kind}`,
      );
  }
  return Object.fromEntries(given.map((name) => [name, written[name]]));
}

function objectIn(text: string, refuse: Refuse): Readonly<Record<string, unknown>> {
  let written: unknown;
  try {
    written = readYaml(text, (key) => TEXTS.includes(key));
  } catch (cause) {
    throw refuse((cause as Error).message);
  }
  if (!isObject(written)) throw refuse('it holds no keys: write about, duration and timeline');
  return written;
}
