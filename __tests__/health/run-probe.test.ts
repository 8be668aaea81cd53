import { describe, expect, it, jest } from '@jest/globals';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Probe, ProbeResult } from '../../lib/health/probe.js';
import { runProbe } from '../../lib/health/run-probe.js';

const ADDRESS = { host: '127.0.0.1', port: 7 };
const LONG = 60_000;

async function resultOf(probe: Probe, timeoutMs = LONG): Promise<ProbeResult> {
  return new Promise((resolve) => void runProbe(probe, ADDRESS, timeoutMs, resolve));
}

/** As a program without types may write it. */
const untyped = (probe: unknown): Probe => probe as Probe;

const unreadable = {
  get ok(): boolean {
    throw new Error('unreadable');
  },
};

describe("a probe of the user's own", () => {
  it.each<[string, Probe, ProbeResult]>([
    ['calls back', (_address, _ms, done) => void setImmediate(done, { ok: true }), { ok: true }],
    [
      'calls back at once',
      (_address, _ms, done) => {
        done({ ok: false, reason: 'disk_full' });
      },
      { ok: false, reason: 'disk_full' },
    ],
    ['resolves to true', () => Promise.resolve(true), { ok: true }],
    ['resolves to false', () => Promise.resolve(false), { ok: false, reason: 'probe failed' }],
    [
      'resolves to a result',
      () => Promise.resolve({ ok: false, reason: 'replica lags by 9 s' }),
      { ok: false, reason: 'replica lags by 9 s' },
    ],
    ['rejects', () => Promise.reject(new Error('status 503')), { ok: false, reason: 'status 503' }],
    [
      'throws',
      () => {
        throw new Error('bad config');
      },
      { ok: false, reason: 'bad config' },
    ],
    [
      'throws what is no error',
      () => {
        throw Object.create(null);
      },
      { ok: false, reason: 'unknown error' },
    ],
    [
      'rejects with a message that is no string',
      () =>
        Promise.resolve().then(() => {
          throw Object.assign(Object.create(null), { message: 42, name: 'Odd' });
        }),
      { ok: false, reason: 'Odd' },
    ],
    [
      'rejects with several errors',
      () => Promise.reject(new AggregateError([new Error('connect ECONNREFUSED')])),
      { ok: false, reason: 'connect ECONNREFUSED' },
    ],
    [
      'resolves to what cannot be looked at',
      untyped(() => Promise.resolve(unreadable)),
      { ok: false, reason: 'unreadable' },
    ],
    [
      'calls back with what cannot be looked at',
      untyped((_address: unknown, _ms: unknown, done: (word: unknown) => void) => done(unreadable)),
      { ok: false, reason: 'unreadable' },
    ],
    [
      'is async and calls back',
      async (_address, _ms, done) => {
        await nextTurn();
        done({ ok: true });
      },
      { ok: true },
    ],
    [
      'answers with nonsense',
      untyped(() => Promise.resolve({ up: 'yes' })),
      { ok: false, reason: 'probe failed' },
    ],
  ])('that %s has its result', async (_how, probe, result) => {
    expect(await resultOf(probe)).toEqual(result);
  });

  it('that says nothing has failed when the time is up, is cancelled, and is not heard any more', async () => {
    const cancel = jest.fn(() => undefined);
    let late: ((result: ProbeResult) => void) | undefined;
    const told: ProbeResult[] = [];
    await new Promise<void>((resolve) => {
      const probe: Probe = (_address, _ms, done) => {
        late = done;
        return cancel;
      };
      runProbe(probe, ADDRESS, 20, (result) => {
        told.push(result);
        resolve();
      });
    });
    late?.({ ok: true });
    await nextTurn();
    expect(told).toEqual([{ ok: false, reason: 'no answer within 0.02 s' }]);
    expect(cancel).toHaveBeenCalledTimes(1);
  });

  it('that hangs as a promise has failed when the time is up', async () => {
    expect(await resultOf(() => new Promise(() => undefined), 20)).toMatchObject({ ok: false });
  });

  it('is heard once only', async () => {
    const told: ProbeResult[] = [];
    const probe: Probe = (_address, _ms, done) => {
      done({ ok: true });
      done({ ok: false, reason: 'too late' });
      return undefined;
    };
    runProbe(probe, ADDRESS, LONG, (result) => told.push(result));
    expect(told).toEqual([]);
    await nextTurn();
    await nextTurn();
    expect(told).toEqual([{ ok: true }]);
  });

  it.each<[string, Probe]>([
    ['a promise, which may reject', () => Promise.reject(new Error('late'))],
    [
      'a way to cancel it, which throws',
      () => () => {
        throw new Error('cannot cancel');
      },
    ],
    [
      'a result, before it is told',
      (_address, _ms, done) => {
        done({ ok: true });
      },
    ],
  ])('can be cancelled when it has returned %s', async (_what, probe) => {
    const told: ProbeResult[] = [];
    runProbe(probe, ADDRESS, LONG, (result) => told.push(result))();
    await nextTurn();
    await nextTurn();
    expect(told).toEqual([]);
  });
});
