import { describe, expect, it } from '@jest/globals';
import { judge, longestOutage, type Blow, type Visit } from '../../trials/chaos/judge.js';
import type { Story } from '../../trials/chaos/stories.js';

const BACKENDS = ['B1', 'B2', 'B3'];

/** A client of B1 that failed at 20 s, having sent at 11 s; B1 was killed at 20 s. */
const VISIT: Visit = {
  ...{ kind: 'long', client: 'c:1', begunAt: 10_000, endedAt: 20_000, sentAt: 11_000 },
  ...{ answeredBy: ['B1'], failure: 'closed early', wrong: undefined },
};
const STORY: Story = {
  ...{ client: 'c:1', begunAt: 10_000, openedAt: 10_000, closedAt: 20_000, backends: ['B1'] },
  ...{ end: 'backend_closed', bytesIn: 100, bytesOut: 105 },
};
const KILL: Blow = {
  ...{ kind: 'kill', backend: 'B1', deadly: true, from: 19_990, until: 19_998, backAt: 21_000 },
};
const UNTOUCHED: [Partial<Visit>, Partial<Story>] = [
  { sentAt: undefined, answeredBy: [] },
  { bytesIn: 0, bytesOut: 0 },
];

function verdictOn(visit: Partial<Visit>, story: Partial<Story> | null, ...blows: Partial<Blow>[]) {
  return judge({
    visits: [{ ...VISIT, ...visit }],
    stories: story === null ? [] : [{ ...STORY, ...story }],
    blows: blows.map((blow) => ({ ...KILL, ...blow })),
    backends: BACKENDS,
    noticeMs: 500,
  });
}

/** How many entries each list of the verdict has. */
function counts({ wrongBytes, wrongBackend, untold, unexplained }: ReturnType<typeof judge>) {
  return [wrongBytes.length, wrongBackend.length, untold.length, unexplained.length];
}

const CLEAN = [0, 0, 0, 0];

describe('the judge', () => {
  it('has nothing to say about a client that was served', () => {
    const verdict = verdictOn({ failure: undefined }, {});

    expect(counts(verdict)).toEqual(CLEAN);
    expect([verdict.matched, verdict.failed]).toEqual([1, 0]);
  });

  it('accepts a failure whose backend was ended while it had the client', () => {
    const verdict = verdictOn({}, {}, KILL);

    expect(counts(verdict)).toEqual(CLEAN);
    expect(verdict.failed).toBe(1);
  });

  it.each<[string, Partial<Blow>[]]>([
    ['nothing was done', []],
    ['something was done to another backend', [{ backend: 'B2' }]],
    ['the backend was only stopped', [{ kind: 'stop', deadly: false }]],
    ['the backend was ended long before, and was back', [{ from: 2000, until: 2010, backAt: 3000 }]],
    ['the backend was ended before the client had sent a byte', [{ from: 10_100, until: 10_200 }]],
    ['the backend was ended only afterwards', [{ from: 21_000, until: 21_010 }]],
  ])('catches a failure when %s', (_, blows) => {
    const verdict = verdictOn({}, {}, ...blows);

    expect(counts(verdict)).toEqual([0, 0, 0, 1]);
    expect(verdict.unexplained[0]).toContain('long c:1');
  });

  it('excuses nobody who waited in vain, whatever was done', () => {
    expect(counts(verdictOn({ failure: 'timeout' }, {}, KILL))).toEqual([0, 0, 0, 1]);
  });

  it.each<[string, Partial<Visit>, Partial<Story>]>([
    ['that had sent nothing', ...UNTOUCHED],
    ['of whose bytes none had gone to the backend', { answeredBy: [] }, { bytesIn: 0, bytesOut: 0 }],
  ])('catches the failure of a client %s while another backend was up', (_, visit, story) => {
    const others = { ...KILL, backend: 'B2' };

    expect(counts(verdictOn(visit, story, KILL))).toEqual([0, 0, 0, 1]);
    expect(counts(verdictOn(visit, story, KILL, others))).toEqual([0, 0, 0, 1]);
  });

  it('accepts it when no other backend was up', () => {
    const others = ['B2', 'B3'].map((backend) => ({ ...KILL, backend }));

    expect(counts(verdictOn(...UNTOUCHED, KILL, ...others))).toEqual(CLEAN);
  });

  it('looks at the last backend of a client that was moved', () => {
    const moved = { backends: ['B2', 'B1'], openedAt: 15_000 };

    expect(counts(verdictOn({}, moved, KILL))).toEqual(CLEAN);
    expect(counts(verdictOn({}, moved, { backend: 'B2' }))).toEqual([0, 0, 0, 1]);
    expect(counts(verdictOn({}, moved, { from: 14_000, until: 14_010 }))).toEqual([0, 0, 0, 1]);
  });

  it('catches a failure to connect, and one without a backend', () => {
    expect(
      counts(verdictOn({ client: undefined, failure: 'ECONNREFUSED', answeredBy: [] }, {}, KILL)),
    ).toEqual([...[0, 0, 1, 1]]);
    expect(counts(verdictOn({ answeredBy: [] }, { backends: [], openedAt: undefined }, KILL))).toEqual([
      0, 0, 0, 1,
    ]);
  });

  it('accepts that one was reset before it knew that it was connected only when no backend was up', () => {
    const unnamed = { client: undefined, sentAt: undefined, answeredBy: [], failure: 'ECONNRESET' };
    const blows = BACKENDS.map((backend) => ({ ...KILL, backend }));

    expect(counts(verdictOn(unnamed, null, ...blows))).toEqual(CLEAN);
    expect(counts(verdictOn(unnamed, null, ...blows.slice(1)))).toEqual([0, 0, 1, 1]);
    expect(counts(verdictOn({ ...unnamed, failure: 'ECONNREFUSED' }, null, ...blows))).toEqual([0, 0, 1, 1]);
  });

  it('catches a wrong answer', () => {
    const verdict = verdictOn({ failure: undefined, wrong: 'line 2 is "x" instead of "y"' }, {});

    expect(counts(verdict)).toEqual([1, 0, 0, 0]);
    expect(verdict.wrongBytes[0]).toContain('line 2 is');
  });

  it('catches an answer from a backend that the log does not have', () => {
    expect(counts(verdictOn({ failure: undefined, answeredBy: ['B2'] }, {}))).toEqual([0, 1, 0, 0]);
    expect(counts(verdictOn({ failure: undefined, answeredBy: ['B1', 'B2'] }, {}))).toEqual([0, 1, 0, 0]);
    expect(counts(verdictOn({ failure: undefined }, { backends: ['B1', 'B2'] }))).toEqual([0, 1, 0, 0]);
  });

  it('catches a connection that is missing in the log, unless it can have been over before it was seen', () => {
    const silent = { failure: undefined, answeredBy: [] };

    expect(counts(verdictOn(silent, null))).toEqual([0, 0, 1, 0]);
    expect(counts(verdictOn({ ...silent, mayBeUnseen: true }, null))).toEqual(CLEAN);
  });
});

describe('the longest outage', () => {
  const down = (backend: string, from: number, backAt?: number): Blow => ({
    ...{ kind: 'kill', backend, deadly: true, from, until: from + 1, backAt },
  });

  it('is the longest time in which all were down', () => {
    const blows = [
      down('B1', 0, 100),
      down('B2', 60, 110),
      down('B1', 500, 900),
      down('B2', 550, 700),
      down('B2', 690, 800),
    ];

    expect(longestOutage(blows, ['B1', 'B2'])).toBe(250);
    expect(longestOutage(blows, BACKENDS)).toBe(0);
  });

  it('has no end when none comes back', () => {
    expect(longestOutage([down('B1', 0), down('B2', 10)], ['B1', 'B2'])).toBe(Infinity);
  });

  it('does not count those that are only stopped', () => {
    expect(longestOutage([{ ...down('B1', 0, 100), deadly: false }], ['B1'])).toBe(0);
  });
});
