import { describe, expect, it } from '@jest/globals';
import { LbsimError } from '../../../lib/errors.js';
import { DEFAULT_TIMES } from '../../../lib/simulator/scenarios/default-times.js';
import { loadScenario } from '../../../lib/simulator/scenarios/load-scenario.js';
import { SCENARIOS } from '../../../lib/simulator/scenarios/names.js';
import { parseScenario } from '../../../lib/simulator/scenarios/parse-scenario.js';
import { scaleScenario } from '../../../lib/simulator/scenarios/scale.js';

/** What is refused about a timeline of these lines. */
function refused(...lines: string[]): () => unknown {
  return () =>
    parseScenario('x', ['duration: 10', 'timeline:', ...lines.map((line) => `  - ${line}`)].join('\n'));
}

describe('a scenario', () => {
  it('is read from YAML, what it leaves out being as in lbsim balance', () => {
    const text = 'about: A story.\nduration: 100\nfall: 3\ntimeline:\n  - { at: 5, backend: B2, slow: 4 }\n';
    expect(parseScenario('mine', text)).toEqual({
      name: 'mine',
      about: 'A story.',
      duration: 100,
      ...DEFAULT_TIMES,
      fall: 3,
      events: [{ at: 5, backend: 'B2', fault: { kind: 'slow', factor: 4 } }],
    });
  });

  it('knows every fault', () => {
    const { events } = parseScenario(
      'all',
      JSON.stringify({
        duration: 9,
        timeline: [
          { at: 0, backend: 'B1', 'fail-fast': true },
          { at: 1, backend: 'B1', 'black-hole': true },
          { at: 2, backend: 'B1', crash: true },
          { at: 3, backend: 'B1', heal: true },
          { at: 4, backend: 'B1', 'cold-start': { factor: 10, warmup: 20 } },
          { at: 5, backend: 'B1', remove: true },
          { at: 6, backend: 'B1', add: true },
          { at: 7, arrivals: 0.5 },
          { at: 8, store: 'away' },
          { at: 9, store: 'back' },
        ],
      }),
    );
    expect(events.map((event) => ('fault' in event ? event.fault : event))).toEqual([
      { kind: 'fail-fast' },
      { kind: 'black-hole' },
      { kind: 'crash' },
      { kind: 'heal' },
      { kind: 'cold-start', factor: 10, warmup: 20 },
      { kind: 'remove' },
      { kind: 'add' },
      { at: 7, arrivals: 0.5 },
      { at: 8, store: 'away' },
      { at: 9, store: 'back' },
    ]);
  });

  it('may repeat an event, and is put in order', () => {
    const { events } = parseScenario(
      'flap',
      'duration: 99\ntimeline:\n' +
        '  - { at: 10, backend: B1, crash: true, repeat: { every: 20, times: 2 } }\n' +
        '  - { at: 15, backend: B1, heal: true, repeat: { every: 20, times: 2 } }\n',
    );
    expect(events.map((event) => [event.at, 'fault' in event && event.fault.kind])).toEqual([
      [10, 'crash'],
      [15, 'heal'],
      [30, 'crash'],
      [35, 'heal'],
    ]);
  });

  it.each([
    [
      ['{ at: -1, backend: B1, crash: true }'],
      'event 1 of the timeline: at -1 is not a time: use a number from 0 up',
    ],
    [['{ backend: B1, crash: true }'], 'event 1 of the timeline: at is missing: use a number from 0 up'],
    [['{ at: 1, backend: B1 }'], 'event 1 of the timeline: nothing happens: write one of slow, fail-fast'],
    [
      ['{ at: 1, backend: B1, crash: true, heal: true }'],
      'crash and heal are several events in one: write one of',
    ],
    [
      ['{ at: 1, backend: B1, crsh: true }'],
      "unknown key 'crsh' (did you mean crash?): use at, backend, repeat and one of slow, fail-fast",
    ],
    [['{ att: 1, backend: B1, crash: true }'], "unknown key 'att' (did you mean at?)"],
    [
      ['{ at: 1, backend: B1, slow: 0 }'],
      'slow 0 makes no sense: use a factor from 0.001 to 1000000, how many times slower, such as 5',
    ],
    [['{ at: 1, backend: B1, crash: 1 }'], 'crash 1 makes no sense: use true'],
    [
      ['{ at: 1, backend: B1, cold-start: 5 }'],
      'cold-start 5 makes no sense: use { factor: 10, warmup: 200 }',
    ],
    [
      ['{ at: 1, backend: [B1], crash: true }'],
      'backend is ["B1"]: name the one that it affects, such as B1',
    ],
    [
      ['{ at: 1, arrivals: 0 }'],
      'arrivals 0 is out of range: use a factor from 0.001 to 1000000, such as 1.5',
    ],
    [['{ at: 1, store: gone }'], 'store "gone" makes no sense: use away or back'],
    [['{ at: 1, backend: B1, store: away }'], 'the store is not a backend\'s: leave out backend "B1"'],
    [['{ at: 1, backend: B1, arrivals: 2 }'], 'arrivals are not a backend\'s: leave out backend "B1"'],
    [
      ['{ at: 1, backend: B1, crash: true, repeat: 3 }'],
      'repeat 3 makes no sense: use { every: 200, times: 10 }',
    ],
    [['5'], 'event 1 of the timeline is 5: write { at: 100, backend: B1, crash: true }'],
    [
      ['{ at: 2, backend: B1, crash: true }', '{ at: 1, backend: B1, heal: true }'],
      'event 2 of the timeline goes back in time, to 1 from 2: put the events in order',
    ],
  ])('refuses %j', (lines, message) => {
    expect(refused(...lines)).toThrow(LbsimError);
    expect(refused(...lines)).toThrow(message);
    expect(refused(...lines)).toThrow(/^scenario x: /);
  });

  it('has text as it was written, and numbers where numbers are wanted', () => {
    const { about, duration, events } = parseScenario(
      'x',
      'about: 1.10\nduration: 1e1\ntimeline: [{ at: 0x1, backend: 007, crash: true }]',
    );
    expect({ about, duration, events }).toEqual({
      about: '1.10',
      duration: 10,
      events: [{ at: 1, backend: '007', fault: { kind: 'crash' } }],
    });
  });

  it.each([
    [
      '{ at: 11, backend: B1, crash: true }',
      'at 11 is after the end of the scenario: use a time up to its duration 10',
    ],
    [
      '{ at: 1, backend: B1, crash: true, repeat: { every: 3, times: 5 } }',
      'the last repetition, at 13, is after the end of the scenario: use a time up to its duration 10',
    ],
  ])('refuses %j, of which nothing would be noticed', (line, message) => {
    expect(refused(line)).toThrow(`scenario x: event 1 of the timeline: ${message}`);
    expect(refused('{ at: 10, backend: B1, crash: true }')).not.toThrow();
  });

  it('refuses more events than there may be before it expands them', () => {
    const line = '{ at: 0, backend: B1, crash: true, repeat: { every: 1e-5, times: 100000 } }';
    expect(refused(...Array.from({ length: 300 }, () => line))).toThrow(
      'scenario x: 30000000 events are too many: use 100000 at most',
    );
  });

  it.each([
    [
      'refers to itself',
      'duration: 10\ntimeline: &a [*a]',
      'line 2, column 15: &a refers to itself: leave it out',
    ],
    [
      'is nested without end',
      `timeline: ${'['.repeat(100_000)}`,
      'line 1, column 138: it is nested more than 64 deep: write it flatter',
    ],
    [
      'says a key twice',
      'duration: 10\nduration: 20',
      "line 2, column 1: key 'duration' is given twice: leave one out",
    ],
  ])('refuses one that %s', (_what, text, reason) => {
    expect(() => parseScenario('x', text)).toThrow(`scenario x: ${reason}`);
  });

  it.each([
    ['duratoin: 5', "unknown key 'duratoin' (did you mean duration?): use about, duration"],
    ['timeout: 0', 'timeout 0 makes no sense: use a number above 0'],
    ['interval: soon', 'interval "soon" makes no sense: use a number from 0.001 up'],
    ['slowStart: -1', 'slowStart -1 makes no sense: use a number from 0 up'],
    ['rise: 0', 'rise 0 makes no sense: use an integer from 1 up'],
    ['interval: 1e-308', 'interval 1e-308 makes no sense: use a number from 0.001 up'],
    ['about: [7]', 'about is ["7"]: use a sentence'],
  ])('refuses %j beside a good timeline', (line, message) => {
    expect(() => parseScenario('x', `duration: 10\ntimeline: []\n${line}`)).toThrow(message);
  });

  it('can be without slow start, as it is by default', () => {
    expect(parseScenario('x', 'duration: 10\ntimeline: []\nslowStart: 0').slowStart).toBe(0);
  });
});

describe('the scenarios that come with lbsim', () => {
  it.each(SCENARIOS)('%s tells what it is about, and something happens in it', async (name) => {
    const { about, events, duration } = await loadScenario(name);
    expect(about).toMatch(/^[A-Z].*\.$/);
    expect(events.length).toBeGreaterThan(1);
    expect(events.at(-1)?.at).toBeLessThan(duration);
  });
});

describe('a scenario for another mean service time', () => {
  it('has all its times in that unit, and its factors and counts as they were', () => {
    const scenario = parseScenario(
      'x',
      'duration: 10\nrise: 2\ntimeline:\n' +
        '  - { at: 1, backend: B1, cold-start: { factor: 3, warmup: 4 } }\n  - { at: 2, arrivals: 1.5 }\n',
    );
    expect(scaleScenario(scenario, 20)).toMatchObject({
      duration: 200,
      rise: 2,
      interval: 20 * DEFAULT_TIMES.interval,
      requestTimeout: 20 * DEFAULT_TIMES.requestTimeout,
      events: [
        { at: 20, backend: 'B1', fault: { kind: 'cold-start', factor: 3, warmup: 80 } },
        { at: 40, arrivals: 1.5 },
      ],
    });
    expect(scaleScenario(scenario, 1)).toBe(scenario);
  });
});
