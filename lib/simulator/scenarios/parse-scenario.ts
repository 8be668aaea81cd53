import { parse } from 'yaml';
import { LbsimError } from '../../errors.js';
import { DEFAULT_PATIENCE } from './default-patience.js';
import { parseTimeline } from './parse-timeline.js';
import { isAbove, isObject, shown, type Refuse } from './reading.js';
import type { Patience, Scenario } from './scenario.js';

const PATIENCE = Object.keys(DEFAULT_PATIENCE) as (keyof Patience)[];
const KEYS = ['about', 'duration', 'timeline', ...PATIENCE] as const;
const COUNTS: readonly string[] = ['rise', 'fall'];
const MAY_BE_NONE: readonly string[] = ['slowStart', 'waitTimeout'];

/**
 * Reads a scenario: YAML, or JSON, with the keys `about`, `duration`, `timeline`, and those of {@link Patience} that differ from
 * the defaults.
 *
 * @param name - what it is called, and said to be wrong by
 * @throws LbsimError `ERR_SCENARIO` of kind `usage`
 */
export function parseScenario(name: string, text: string): Scenario {
  const refuse: Refuse = (message) =>
    new LbsimError('ERR_SCENARIO', `scenario ${name}: ${message}`, { kind: 'usage' });
  const written = objectIn(text, refuse);
  const stranger = Object.keys(written).find((key) => !KEYS.some((known) => known === key));
  if (stranger !== undefined) throw refuse(`unknown key '${stranger}': use ${KEYS.join(', ')}`);
  const { about = '', duration, timeline } = written;
  if (typeof about !== 'string') throw refuse(`about is ${JSON.stringify(about)}: use a sentence`);
  if (!isAbove(duration, 0))
    throw refuse(`duration ${shown(duration)} is no time: use a number above 0, such as 3000`);
  const patience = Object.fromEntries(PATIENCE.map((key) => [key, patienceOf(written, key, refuse)]));
  return {
    name,
    about,
    duration,
    ...DEFAULT_PATIENCE,
    ...patience,
    events: parseTimeline(timeline, refuse),
  };
}

function objectIn(text: string, refuse: Refuse): Readonly<Record<string, unknown>> {
  let written: unknown;
  try {
    written = parse(text) as unknown;
  } catch (cause) {
    throw refuse(
      `it is neither YAML nor JSON (${cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause)}): mend it`,
    );
  }
  if (!isObject(written)) throw refuse('it holds no keys: write about, duration and timeline');
  return written;
}

function patienceOf(written: Readonly<Record<string, unknown>>, key: keyof Patience, refuse: Refuse): number {
  const value = written[key] ?? DEFAULT_PATIENCE[key];
  if (COUNTS.includes(key)) {
    if (!isAbove(value, 0) || !Number.isInteger(value))
      throw refuse(`${key} ${shown(value)} is no count: use an integer from 1 up`);
  } else if (MAY_BE_NONE.includes(key) ? value !== 0 && !isAbove(value, 0) : !isAbove(value, 0)) {
    throw refuse(`${key} ${shown(value)} is no time: use a number above 0`);
  }
  return value as number;
}
