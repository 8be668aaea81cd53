import { describe, expect, it } from '@jest/globals';
import {
  check,
  type Fault,
  type Standstill,
  type Visit,
  type WorkerKill,
} from '../../trials/chaos/checker.js';
import type { History } from '../../trials/chaos/history.js';

const BACKENDS = ['B1', 'B2', 'B3'];

/** A client of B1 that failed at 20 s, having sent at 11 s; B1 was killed at 20 s. */
const VISIT: Visit = {
  ...{ kind: 'long', client: 'c:1', begunAt: 10_000, endedAt: 20_000, sentAt: 11_000 },
  ...{ answeredBy: ['B1'], failure: 'closed early', wrong: undefined },
};
const HISTORY: History = {
  ...{ client: 'c:1', begunAt: 10_000, openedAt: 10_000, closedAt: 20_000, backends: ['B1'] },
  ...{ end: 'backend_closed', worker: 1, bytesIn: 100, bytesOut: 105 },
};
const KILL: Fault = {
  ...{ kind: 'kill', backend: 'B1', deadly: true, from: 19_990, until: 19_998, backAt: 21_000 },
};
const UNTOUCHED: [Partial<Visit>, Partial<History>] = [
  { sentAt: undefined, answeredBy: [] },
  { bytesIn: 0, bytesOut: 0 },
];

interface BalancerFaults {
  standstills?: Standstill[];
  workerKills?: WorkerKill[];
}

function verdictOn(visit: Partial<Visit>, history: Partial<History> | null, ...faults: Partial<Fault>[]) {
  return verdictBeside({}, visit, history, ...faults);
}

/** What the checker says of a client whose balancer had faults, too. */
function verdictBeside(
  balancerFaults: BalancerFaults,
  visit: Partial<Visit>,
  history: Partial<History> | null,
  ...faults: Partial<Fault>[]
) {
  return check({
    ...balancerFaults,
    visits: [{ ...VISIT, ...visit }],
    histories: history === null ? [] : [{ ...HISTORY, ...history }],
    faults: faults.map((fault) => ({ ...KILL, ...fault })),
    backends: BACKENDS,
    noticeMs: 500,
  });
}

/** How many entries each list of the verdict has. */
function counts({ wrongBytes, wrongBackend, untold, unexplained }: ReturnType<typeof check>) {
  return [wrongBytes.length, wrongBackend.length, untold.length, unexplained.length];
}

const CLEAN = [0, 0, 0, 0];

describe('the checker', () => {
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

  it.each<[string, Partial<Fault>[]]>([
    ['nothing was done', []],
    ['something was done to another backend', [{ backend: 'B2' }]],
    ['the backend was only stopped', [{ kind: 'stop', deadly: false }]],
    ['the backend was ended long before, and was back', [{ from: 2000, until: 2010, backAt: 3000 }]],
    ['the backend was ended before the client had sent a byte', [{ from: 10_100, until: 10_200 }]],
    ['the backend was ended only afterwards', [{ from: 21_000, until: 21_010 }]],
  ])('catches a failure when %s', (_, faults) => {
    const verdict = verdictOn({}, {}, ...faults);

    expect(counts(verdict)).toEqual([0, 0, 0, 1]);
    expect(verdict.unexplained[0]).toContain('long c:1');
  });

  it('excuses nobody who waited in vain, whatever was done', () => {
    expect(counts(verdictOn({ failure: 'timeout' }, {}, KILL))).toEqual([0, 0, 0, 1]);
  });

  it.each<[string, Partial<Visit>, Partial<History>]>([
    ['that had sent nothing', ...UNTOUCHED],
    ['of whose bytes none had gone to the backend', { answeredBy: [] }, { bytesIn: 0, bytesOut: 0 }],
  ])('catches the failure of a client %s while another backend was up', (_, visit, history) => {
    const others = { ...KILL, backend: 'B2' };

    expect(counts(verdictOn(visit, history, KILL))).toEqual([0, 0, 0, 1]);
    expect(counts(verdictOn(visit, history, KILL, others))).toEqual([0, 0, 0, 1]);
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
    const faults = BACKENDS.map((backend) => ({ ...KILL, backend }));

    expect(counts(verdictOn(unnamed, null, ...faults))).toEqual(CLEAN);
    expect(counts(verdictOn(unnamed, null, ...faults.slice(1)))).toEqual([0, 0, 1, 1]);
    expect(counts(verdictOn({ ...unnamed, failure: 'ECONNREFUSED' }, null, ...faults))).toEqual([0, 0, 1, 1]);
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

describe('the checker on a slow machine', () => {
  it('lets cause and effect seem further apart, by so much and no more', () => {
    const verdict = (sentAt: number, slackMs: number) =>
      counts(judgeAll({ visits: [{ ...VISIT, sentAt, endedAt: sentAt }], slackMs }));

    expect(verdict(20_500, 300)).toEqual([0, 0, 0, 1]);
    expect(verdict(20_500, 800)).toEqual(CLEAN);
    expect(verdict(20_900, 800)).toEqual([0, 0, 0, 1]);
  });

  const judgeAll = (evidence: { visits: Visit[]; slackMs: number }) =>
    check({ ...evidence, histories: [HISTORY], faults: [KILL], backends: BACKENDS, noticeMs: 500 });
});

describe('the checker of a balancer that stood still', () => {
  const still = { standstills: [{ from: 19_000, until: 22_000 }] };

  it('does not take that for the cause of a failure', () => {
    for (const endedAt of [19_500, 20_000, 22_100])
      expect(counts(verdictBeside(still, { endedAt }, { closedAt: endedAt }))).toEqual([0, 0, 0, 1]);
  });

  it('finds a client in the log that tells of it so much later', () => {
    const served = { failure: undefined, begunAt: 18_900, sentAt: 18_950, endedAt: 19_050 };
    const told = { begunAt: 22_050, openedAt: 22_050, closedAt: 22_060, end: 'client_closed' };

    expect(counts(verdictOn(served, told))).toEqual([0, 1, 1, 0]);
    expect(counts(verdictBeside(still, served, told))).toEqual(CLEAN);
  });

  it('lets its clients see so much later that their backend was ended', () => {
    const seen = { endedAt: 26_500 };
    const told = { closedAt: 26_400 };

    expect(counts(verdictOn(seen, told, KILL))).toEqual([0, 0, 0, 1]);
    expect(counts(verdictBeside(still, seen, told, KILL))).toEqual(CLEAN);
    expect(counts(verdictBeside(still, { endedAt: 28_500 }, { closedAt: 28_400 }, KILL))).toEqual([
      0, 0, 0, 1,
    ]);
  });

  it('does not expect it to see which came first, the end of the backend or the first byte', () => {
    const late = { sentAt: 21_500, endedAt: 22_100 };
    const told = { closedAt: 22_050 };

    expect(counts(verdictOn(late, told, KILL))).toEqual([0, 0, 0, 1]);
    expect(counts(verdictBeside(still, late, told, KILL))).toEqual(CLEAN);
    expect(counts(verdictBeside(still, { ...late, sentAt: 23_000, endedAt: 23_100 }, told, KILL))).toEqual([
      0, 0, 0, 1,
    ]);
  });
});

describe('the checker of a balancer whose workers were killed', () => {
  const killed = { workerKills: [{ pid: 77, from: 19_990, until: 20_005 }] };
  const lost = { end: 'worker_lost', lostWith: 77, closedAt: 20_100 };

  it('accepts a failure of a client that was with that worker', () => {
    expect(counts(verdictBeside(killed, {}, lost))).toEqual(CLEAN);
    expect(counts(verdictBeside(killed, { sentAt: undefined, answeredBy: [] }, lost))).toEqual(CLEAN);
  });

  it.each<[string, Partial<Visit>, Partial<History>]>([
    ['was with another worker', {}, { end: 'backend_closed' }],
    ['was with another worker that was lost', {}, { ...lost, lostWith: 78 }],
    ['had failed before', { endedAt: 19_000 }, lost],
    ['failed long afterwards', { endedAt: 26_000 }, { ...lost, closedAt: 26_000 }],
    ['waited in vain', { failure: 'timeout' }, lost],
  ])('catches the failure of a client that %s', (_, visit, history) => {
    expect(counts(verdictBeside(killed, visit, history))).toEqual([0, 0, 0, 1]);
  });

  it('accepts that the log does not know a client that was there at that moment, but no other', () => {
    const unseen = { failure: undefined };

    expect(counts(verdictBeside(killed, {}, null))).toEqual(CLEAN);
    expect(counts(verdictBeside(killed, unseen, null))).toEqual(CLEAN);
    expect(counts(verdictBeside(killed, { ...unseen, endedAt: 19_000 }, null))).toEqual([0, 1, 1, 0]);
    expect(counts(verdictBeside(killed, { ...unseen, begunAt: 20_500, endedAt: 21_000 }, null))).toEqual([
      0, 1, 1, 0,
    ]);
    expect(counts(verdictBeside(killed, { endedAt: 26_000 }, null))).toEqual([0, 1, 1, 1]);
  });

  it('accepts that one was reset before it knew that it was connected, at that moment', () => {
    const unnamed = { client: undefined, sentAt: undefined, answeredBy: [], failure: 'ECONNRESET' };

    expect(counts(verdictBeside(killed, unnamed, null))).toEqual(CLEAN);
    expect(counts(verdictBeside(killed, { ...unnamed, endedAt: 19_000 }, null))).toEqual([0, 0, 1, 1]);
  });
});
