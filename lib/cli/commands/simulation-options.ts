import { badValue, defineKind, type Kind } from '../../schema/kind.js';
import { largeInteger, NUMBER, plainNumber } from '../../schema/number.js';
import { flag, group, optional, without } from '../../schema/option.js';
import { filePath, text, withWord } from '../../schema/word.js';
import { ofOpenLoop, ofUnit } from '../../simulator/plan/needs.js';
import { SIMULATION_TABLE } from '../../simulator/plan/option-table.js';
import { givenTime, givenTimeOrNone } from '../../simulator/plan/virtual-time.js';
import { DEFAULT_TIMES } from '../../simulator/scenarios/default-times.js';
import { SCENARIOS } from '../../simulator/scenarios/names.js';
import { COMMON, csv, json } from '../options/groups.js';

const MOST_LOADS = 200;
const LOADS = `^${NUMBER}(:${NUMBER}:${NUMBER})?$`;

/** `0.8`; or `0.5:0.9:0.1`, from, to and step: 0.5, 0.6, 0.7, 0.8, 0.9. */
export const loads: Kind<readonly number[], ''> = defineKind({
  type: 'numbers',
  range: 'number above 0, or from:to:step',
  schema: { type: ['number', 'string'], exclusiveMinimum: 0, pattern: LOADS },
  parse: (written) => {
    const parts = written.split(':').map(plainNumber);
    const [from = NaN, to = from, step = 1] = parts;
    const wanted = 'a number above 0 such as 0.8, or a range from:to:step such as 0.5:0.9:0.1';
    if (![1, 3].includes(parts.length) || !(from > 0 && to >= from && step > 0 && to < Infinity))
      throw badValue(written, 'is not a load', wanted);
    const steps = Math.floor((to - from) / step + 1e-9);
    if (steps >= MOST_LOADS) throw badValue(written, `has ${steps + 1} loads`, `at most ${MOST_LOADS}`);
    // Without the rounding errors of repeated sums: 0.7, not 0.7000000000000001.
    return Array.from({ length: steps + 1 }, (_, index) => Number((from + index * step).toPrecision(12)));
  },
});

/** Of the options that say how well balancers look after their backends while something goes wrong. */
const ofScenario = (value: number, word = String(value)) => ({
  defaultText: `${word}, or the scenario's`,
  needs: [{ ...withScenario, when: (given: unknown) => given !== value }, ofUnit],
});

const withScenario = { one: ['scenario'], advice: 'add one, such as --scenario crash-restart' };

const slowStart = withWord(givenTimeOrNone, 'off', 0);

const { load, arrivals, observe, 'allow-overload': allowOverload } = SIMULATION_TABLE;
const { interval, timeout, rise, fall } = DEFAULT_TIMES;

/** What `lbsim simulate` and `lbsim compare` both take. */
export const SIMULATION_OPTIONS = {
  ...without(SIMULATION_TABLE, 'algorithm', 'load', 'observe'),
  ...group('Requests:', {
    load: optional(loads, `${load.help}; or several, from:to:step as in 0.5:0.9:0.1`, {
      defaultText: load.defaultText ?? '',
      needs: ofOpenLoop,
    }),
    'allow-overload': { ...allowOverload, needs: ofOpenLoop },
    arrivals: { ...arrivals, needs: ofOpenLoop },
  }),
  ...group('Scenario:', {
    scenario: optional(
      { ...text, file: 'read', words: SCENARIOS },
      `${SCENARIOS.join(', ')}; or a YAML or JSON file`,
      {
        defaultText: 'none',
      },
    ),
    'health-check-interval': optional(
      givenTime,
      'Interval between two probes of one backend, in mean service times',
      ofScenario(interval),
    ),
    'health-check-timeout': optional(
      givenTime,
      'Timeout of one probe, in mean service times',
      ofScenario(timeout),
    ),
    'health-check-rise': optional(
      largeInteger(1),
      'Successful probes in a row that mark a backend up',
      ofScenario(rise),
    ),
    'health-check-fall': optional(
      largeInteger(1),
      'Failed probes in a row that mark a backend down',
      ofScenario(fall),
    ),
    'slow-start': optional(
      slowStart,
      'Time in which the share of a backend that came back grows to the full one, in mean service times',
      ofScenario(0, 'off'),
    ),
    observe: { ...observe, needs: withScenario },
  }),
  ...group('Run control:', {
    json,
    csv,
    html: optional(
      filePath('written'),
      'Write a self-contained page with plots to this file, which plays the run',
      {
        defaultText: 'none',
      },
    ),
    'no-play': flag('Leave the player out of the page, so that it has no script', {
      needs: { one: ['html'] },
    }),
    yes: flag('Skip the confirmation for long runs'),
  }),
  ...COMMON,
};
