import { didYouMean } from '../../did-you-mean.js';
import { FACTOR_RANGE, isAbove, isFactor, isObject, notA, shownValue, type Refuse } from './reading.js';
import { STORE_CHANGES, type BackendFault, type ScenarioEvent } from './scenario.js';

type Entry = Readonly<Record<string, unknown>>;

/** The faults of a timeline, and how a value becomes a fault; undefined for a value that makes no sense. */
const FAULTS: Readonly<
  Record<
    BackendFault['kind'],
    { readonly wanted: string; readonly read: (value: unknown) => BackendFault | undefined }
  >
> = {
  slow: {
    wanted: `${FACTOR_RANGE}, how many times slower, such as 5`,
    read: (factor) => (isFactor(factor) ? { kind: 'slow', factor } : undefined),
  },
  'fail-fast': { wanted: 'true', read: yes({ kind: 'fail-fast' }) },
  'black-hole': { wanted: 'true', read: yes({ kind: 'black-hole' }) },
  crash: { wanted: 'true', read: yes({ kind: 'crash' }) },
  heal: { wanted: 'true', read: yes({ kind: 'heal' }) },
  'cold-start': { wanted: '{ factor: 10, warmup: 200 }', read: coldStart },
  remove: { wanted: 'true', read: yes({ kind: 'remove' }) },
  add: { wanted: 'true', read: yes({ kind: 'add' }) },
};
export const SCENARIO_FAULTS = Object.keys(FAULTS) as BackendFault['kind'][];
/** What may happen, one in each event. */
const HAPPENINGS = [...SCENARIO_FAULTS, 'arrivals', 'store'];
/** Keys of an event that do not say what happens. */
const FRAME = ['at', 'backend', 'repeat'];
const MOST_EVENTS = 100_000;

/** An entry of the timeline: an event, how often it happens, and every how long. */
interface Repeated {
  readonly event: ScenarioEvent;
  readonly every: number;
  readonly times: number;
}

/**
 * The events of a timeline, in the order of time. Entries are written in that order; one with `repeat` happens again `times`
 * times in all, with the interval `every`. How many events that makes is known before any entry is repeated.
 *
 * @param duration - no event happens after it
 */
export function parseTimeline(timeline: unknown, duration: number, refuse: Refuse): readonly ScenarioEvent[] {
  if (!Array.isArray(timeline))
    throw refuse(
      `timeline is ${shownValue(timeline)}: write a list of events such as { at: 100, backend: B1, crash: true }`,
    );
  let latest = 0;
  const entries = timeline.map((entry: unknown, index): Repeated => {
    const where = `event ${index + 1} of the timeline`;
    if (!isObject(entry))
      throw refuse(`${where} is ${shownValue(entry)}: write { at: 100, backend: B1, crash: true }`);
    const refuseHere: Refuse = (message) => refuse(`${where}: ${message}`);
    refuseStrangers(entry, refuseHere);
    const { at } = entry;
    if (at !== 0 && !isAbove(at, 0))
      throw refuse(`${where}: ${notA('a time', 'at', at)}: use a number from 0 up`);
    if (at < latest)
      throw refuse(`${where} goes back in time, to ${at} from ${latest}: put the events in order`);
    latest = at;
    const repetition = repetitionOf(entry, refuseHere);
    const last = at + (repetition.times - 1) * repetition.every;
    if (last > duration) {
      const what = repetition.times === 1 ? `at ${last}` : `the last repetition, at ${last},`;
      throw refuseHere(`${what} is after the end of the scenario: use a time up to its duration ${duration}`);
    }
    return { event: eventOf(entry, at, refuseHere), ...repetition };
  });
  const count = entries.reduce((sum, { times }) => sum + times, 0);
  if (count > MOST_EVENTS) throw refuse(`${count} events are too many: use ${MOST_EVENTS} at most`);
  return entries.flatMap(repeated).toSorted((a, b) => a.at - b.at);
}

function refuseStrangers(entry: Entry, refuse: Refuse): void {
  const known = [...HAPPENINGS, ...FRAME];
  const unknown = Object.keys(entry).find((key) => !known.includes(key));
  if (unknown === undefined) return;
  const what = `unknown key '${unknown}'${didYouMean(unknown, known)}`;
  throw refuse(`${what}: use ${FRAME.join(', ')} and one of ${HAPPENINGS.join(', ')}`);
}

function eventOf(entry: Entry, at: number, refuse: Refuse): ScenarioEvent {
  const { backend } = entry;
  const names = Object.keys(entry).filter((key) => !FRAME.includes(key));
  const [name, ...others] = names;
  if (name === undefined || others.length > 0) {
    const found = name === undefined ? 'nothing happens' : `${names.join(' and ')} are several events in one`;
    throw refuse(`${found}: write one of ${HAPPENINGS.join(', ')}`);
  }
  const value = entry[name];
  if (name === 'arrivals') {
    if (!isFactor(value))
      throw refuse(`arrivals ${shownValue(value)} is out of range: use ${FACTOR_RANGE}, such as 1.5`);
    if (backend !== undefined)
      throw refuse(`arrivals are not a backend's: leave out backend ${shownValue(backend)}`);
    return { at, arrivals: value };
  }
  if (name === 'store') {
    const change = STORE_CHANGES.find((known) => known === value);
    if (change === undefined)
      throw refuse(`store ${shownValue(value)} makes no sense: use ${STORE_CHANGES.join(' or ')}`);
    if (backend !== undefined)
      throw refuse(`the store is not a backend's: leave out backend ${shownValue(backend)}`);
    return { at, store: change };
  }
  const { read, wanted } = FAULTS[name as BackendFault['kind']];
  const fault = read(value);
  if (fault === undefined) throw refuse(`${name} ${shownValue(value)} makes no sense: use ${wanted}`);
  if (typeof backend !== 'string')
    throw refuse(`backend is ${shownValue(backend)}: name the one that it affects, such as B1`);
  return { at, backend, fault };
}

function repetitionOf({ repeat }: Entry, refuse: Refuse): Omit<Repeated, 'event'> {
  if (repeat === undefined) return { every: 0, times: 1 };
  const { every, times } = isObject(repeat) ? repeat : {};
  if (!isAbove(every, 0) || !isAbove(times, 0) || !Number.isInteger(times) || times > MOST_EVENTS)
    throw refuse(`repeat ${shownValue(repeat)} makes no sense: use { every: 200, times: 10 }`);
  return { every, times };
}

function repeated({ event, every, times }: Repeated): ScenarioEvent[] {
  return Array.from({ length: times }, (_, nth) => ({ ...event, at: event.at + nth * every }));
}

function yes(fault: BackendFault): (value: unknown) => BackendFault | undefined {
  return (value) => (value === true ? fault : undefined);
}

function coldStart(value: unknown): BackendFault | undefined {
  if (!isObject(value)) return undefined;
  const { factor, warmup } = value;
  return isFactor(factor) && isAbove(warmup, 0) ? { kind: 'cold-start', factor, warmup } : undefined;
}
