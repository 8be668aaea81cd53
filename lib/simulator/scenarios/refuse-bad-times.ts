import { isAbove, shownValue, type Refuse } from './reading.js';
import type { TimeSettings } from './scenario.js';

interface Rule {
  readonly holds: (value: unknown) => boolean;
  readonly wanted: string;
}

/** In mean service times; more often makes no sense, and takes without end. */
const SHORTEST_INTERVAL = 0.001;
const INTERVAL: Rule = {
  holds: (value) => isAbove(value, 0) && value >= SHORTEST_INTERVAL,
  wanted: `a number from ${SHORTEST_INTERVAL} up`,
};
const TIME: Rule = { holds: (value) => isAbove(value, 0), wanted: 'a number above 0' };
const COUNT: Rule = {
  holds: (value) => Number.isInteger(value) && isAbove(value, 0),
  wanted: 'an integer from 1 up',
};
/** How long someone waits, who may wait for ever. */
const WAIT: Rule = { holds: (value) => typeof value === 'number' && value >= 0, wanted: 'a time from 0 up' };

const RULES: Readonly<Record<keyof TimeSettings, Rule>> = {
  interval: INTERVAL,
  timeout: TIME,
  rise: COUNT,
  fall: COUNT,
  connectTimeout: TIME,
  waitTimeout: WAIT,
  requestTimeout: WAIT,
  slowStart: { holds: (value) => value === 0 || isAbove(value, 0), wanted: 'a number from 0 up' },
};

/** What there is to be told of balancers and clients. */
export const TIMES = Object.keys(RULES) as readonly (keyof TimeSettings)[];

/** Refuses patience with which a run could not go on, whether it was written in a file or made by hand. */
export function refuseBadTimes(
  patience: Readonly<Record<keyof TimeSettings, unknown>>,
  refuse: Refuse,
): void {
  for (const name of TIMES) {
    const { holds, wanted } = RULES[name];
    if (!holds(patience[name]))
      throw refuse(`${name} ${shownValue(patience[name])} makes no sense: use ${wanted}`);
  }
}
