import { expect, test } from '@jest/globals';
import { LbsimError } from '../../../lib/errors.js';
import type { BackendFault, Scenario } from '../../../lib/simulator/scenarios/scenario.js';
import { refuseBadScenario } from '../../../lib/simulator/scenarios/refuse-bad-scenario.js';
import { scenarioWith, inject } from '../test-scenarios.js';

/** What a scenario that has this is refused with, after its name. */
function refusalOf(part: Partial<Scenario>): string {
  try {
    refuseBadScenario({ ...scenarioWith([]), ...part });
  } catch (error) {
    if (!(error instanceof LbsimError)) throw error;
    expect([error.code, error.kind]).toEqual(['ERR_OPTION_INVALID', 'usage']);
    return error.message.replace(/^scenario story: /, '');
  }
  return 'not refused';
}

const fault = (of: BackendFault): Partial<Scenario> => ({ events: [{ at: 1, backend: 'B1', fault: of }] });

const WANTED: Partial<Record<BackendFault['kind'], string>> = {
  slow: 'a factor from 0.001 to 1000000',
  'cold-start': 'a factor from 0.001 to 1000000, and a warm-up above 0',
};

test('a scenario in which nothing is wrong is taken', () => {
  const events = [
    inject(0, 'B1', 'crash'),
    inject(5, 'B1', 'heal'),
    { at: 5, backend: 'B2', fault: { kind: 'slow', factor: 0.5 } },
    { at: 6, backend: 'B2', fault: { kind: 'cold-start', factor: 2, warmup: 1 } },
    { at: 100, arrivals: 0.01 },
  ] as const;

  expect(refusalOf({ events })).toBe('not refused');
});

test('who waits for ever, or not at all, is taken', () => {
  expect(refusalOf({ waitTimeout: Infinity, requestTimeout: Infinity })).toBe('not refused');
  expect(refusalOf({ waitTimeout: 0, requestTimeout: 0, slowStart: 0 })).toBe('not refused');
});

test.each(['duration', 'timeout', 'connectTimeout'])('a %s is a number above 0', (name) => {
  for (const value of [0, -1, NaN, Infinity])
    expect(refusalOf({ [name]: value })).toBe(`${name} ${value} makes no sense: use a number above 0`);
});

test('an interval is not so short that a run would only be probes', () => {
  for (const value of [0, -1, 1e-308, 0.0009, NaN, Infinity])
    expect(refusalOf({ interval: value })).toBe(
      `interval ${value} makes no sense: use a number from 0.001 up`,
    );
});

test.each(['waitTimeout', 'requestTimeout'])('a %s is a time from 0 up', (name) => {
  for (const value of [-1, NaN])
    expect(refusalOf({ [name]: value })).toBe(`${name} ${value} makes no sense: use a time from 0 up`);
});

test.each(['rise', 'fall'])('a %s is an integer from 1 up', (name) => {
  for (const value of [0, 1.5, -1, NaN, Infinity])
    expect(refusalOf({ [name]: value })).toBe(`${name} ${value} makes no sense: use an integer from 1 up`);
});

test('a slow start is a number from 0 up', () => {
  for (const value of [-1, NaN, Infinity])
    expect(refusalOf({ slowStart: value })).toBe(`slowStart ${value} makes no sense: use a number from 0 up`);
});

test('events do not go back in time, and none is after the end', () => {
  const refusalOfTimes = (...times: number[]): string =>
    refusalOf({ events: times.map((at) => inject(at, 'B1', 'crash')) });
  const message = (at: number, before: number): string =>
    `an event at ${at} makes no sense: use times from 0 up, in order; the one before is at ${before}`;

  expect(refusalOfTimes(3, 7, 6.5)).toBe(message(6.5, 7));
  expect(refusalOfTimes(-1)).toBe(message(-1, 0));
  expect(refusalOfTimes(3, NaN)).toBe(message(NaN, 3));
  expect(refusalOfTimes(3, Infinity)).toBe(message(Infinity, 3));
  expect(refusalOfTimes(3, 1000)).toBe('not refused');
  expect(refusalOfTimes(3, 1001)).toBe(
    'an event at 1001 makes no sense: use times up to the end of the scenario, its duration 1000',
  );
});

test.each([0, -2, 1e-308, 1e308, NaN, Infinity])('arrivals do not come %d times', (arrivals) => {
  expect(refusalOf({ events: [{ at: 1, arrivals }] })).toBe(
    `arrivals ${arrivals} makes no sense: use a factor from 0.001 to 1000000`,
  );
});

test.each<BackendFault>([
  { kind: 'slow', factor: 0 },
  { kind: 'slow', factor: -1 },
  { kind: 'cold-start', factor: 0, warmup: 1 },
  { kind: 'cold-start', factor: 2, warmup: 0 },
])('%j is refused', (of) => {
  expect(refusalOf(fault(of))).toBe(
    `${of.kind} ${JSON.stringify(of)} makes no sense: use ${WANTED[of.kind]}`,
  );
});
