import { describe, expect, it } from '@jest/globals';
import { TargetFeed, type TargetFeedDeps } from '../../lib/discovery/target-feed.js';
import type { Target, TargetOutcome } from '../../lib/discovery/target.js';
import { optionError } from '../../lib/errors.js';

const target = (host: string, weight = 1): Target => ({
  ...{ name: `app/${host}`, host, port: 80, weight, backup: false },
});
const [A, B, C] = [target('10.0.0.1'), target('10.0.0.2'), target('10.0.0.3')];
const OWN = target('10.9.9.9');
const TIMEOUT = { failure: 'app.lan: no answer within 2 s', isEmpty: false };
const EMPTY = { failure: 'app.lan: it has no address', isEmpty: true };
const HOLD_MS = 30_000;

/** A feed, what became of the backends, and what it said. */
function feeding({
  onEmpty = 'keep',
  refused = '',
}: { onEmpty?: TargetFeedDeps['onEmpty']; refused?: string } = {}): {
  take: (outcome: TargetOutcome, now: number) => void;
  feed: TargetFeed;
  done: string[];
  said: [string, object][];
} {
  const done: string[] = [];
  const said: [string, object][] = [];
  const feed = new TargetFeed('dns', 'dns:app.lan:80', {
    membership: {
      refusalOf: ({ host }) => (host === OWN.host ? 'it is this balancer' : undefined),
      join: ({ name }, origin) => {
        if (name === refused) throw optionError(`duplicate backend ${name}`);
        done.push(`${origin} ${name} joins`);
      },
      leave: (name) => void done.push(`${name} leaves`),
      reweigh: (name, weight) => void done.push(`${name} weighs ${weight}`),
    },
    events: { emit: (event, payload) => said.push([event, payload]) },
    holdMs: HOLD_MS,
    onEmpty,
  });
  return { take: (outcome, now) => feed.take(outcome, now), feed, done, said };
}

describe('a feed', () => {
  it('takes a source that names nobody but the balancer itself for one that failed', () => {
    const { take, done, said } = feeding();
    take({ targets: [A] }, 0);
    take({ targets: [OWN] }, 1);
    expect(done).toEqual(['dns app/10.0.0.1 joins']);
    expect(said.at(-1)).toEqual([
      'discovery_failed',
      expect.objectContaining({ reason: 'it is this balancer' }),
    ]);
    take({ targets: [A, OWN] }, 2);
    expect(said.at(-1)?.[0]).not.toBe('discovered');
  });

  it('has backends join, leave and weigh otherwise, and says it once', () => {
    const { take, done, said } = feeding();
    take({ targets: [A, B] }, 0);
    take({ targets: [B, A] }, 1);
    take({ targets: [target('10.0.0.2', 3), C] }, 2);
    expect(done).toEqual([
      'dns app/10.0.0.1 joins',
      'dns app/10.0.0.2 joins',
      'app/10.0.0.1 leaves',
      'app/10.0.0.2 weighs 3',
      'dns app/10.0.0.3 joins',
    ]);
    const source = { source: 'dns', from: 'dns:app.lan:80', backendsCount: 2 };
    expect(said).toEqual([
      ['discovered', { ...source, added: ['app/10.0.0.1', 'app/10.0.0.2'], removed: [], reweighed: [] }],
      [
        'discovered',
        { ...source, added: ['app/10.0.0.3'], removed: ['app/10.0.0.1'], reweighed: ['app/10.0.0.2'] },
      ],
    ]);
  });

  it('counts what it names, and its answers', () => {
    const { take, feed } = feeding();
    expect(feed.standing).toEqual({ source: 'dns:app.lan:80', targets: 0, refreshes: { ok: 0, failed: 0 } });
    take({ targets: [A, B] }, 0);
    take({ targets: [A, B] }, 1);
    take(TIMEOUT, 2);
    take(EMPTY, 3);
    expect(feed.standing).toMatchObject({ targets: 2, refreshes: { ok: 2, failed: 2 } });
  });

  it.each([
    ['does not answer', TIMEOUT],
    ['has no records', EMPTY],
  ])('keeps what is known when a source %s, and says so once for each reason', (_, outcome) => {
    const { take, done, said } = feeding();
    take({ targets: [A] }, 0);
    for (const now of [1000, 2000, 3000]) take(outcome, now);
    take({ failure: 'another reason', isEmpty: false }, 4000);
    expect(done).toEqual(['dns app/10.0.0.1 joins']);
    expect(said.slice(1).map(([event, payload]) => [event, payload])).toEqual([
      ['discovery_failed', expect.objectContaining({ reason: outcome.failure, backendsCount: 1 })],
      ['discovery_failed', expect.objectContaining({ reason: 'another reason', backendsCount: 1 })],
    ]);
  });

  it('says once that what it knows is stale, when there was no answer for as long as backends are held', () => {
    const { take, feed, said } = feeding();
    take({ targets: [A] }, 0);
    expect(feed.staleIn(0)).toBe(Infinity);
    take(TIMEOUT, 1000);
    expect(feed.staleIn(2000)).toBe(HOLD_MS - 1000);
    take(TIMEOUT, 1000 + HOLD_MS - 1);
    expect(said.map(([event]) => event)).toEqual(['discovered', 'discovery_failed']);
    take(TIMEOUT, 1000 + HOLD_MS);
    take(TIMEOUT, 1000 + 2 * HOLD_MS);
    expect(said.slice(2)).toEqual([
      ['discovery_stale', expect.objectContaining({ staleMs: HOLD_MS, reason: TIMEOUT.failure })],
    ]);
    expect(feed.staleIn(2 * HOLD_MS)).toBe(Infinity);
  });

  it('says that there is an answer again, and begins anew', () => {
    const { take, said } = feeding();
    take({ targets: [A] }, 0);
    take(TIMEOUT, 1000);
    take({ targets: [A] }, 5000);
    take(TIMEOUT, 6000);
    expect(said.map(([event]) => event)).toEqual([
      'discovered',
      'discovery_failed',
      'discovery_recovered',
      'discovery_failed',
    ]);
    expect(said[2]?.[1]).toMatchObject({ failedMs: 4000 });
  });

  it('removes the backends of a source that has none, where that is wanted, but not of one that fails', () => {
    const { take, done } = feeding({ onEmpty: 'remove' });
    take({ targets: [A, B] }, 0);
    take(TIMEOUT, 1000);
    expect(done).toHaveLength(2);
    take(EMPTY, 2000);
    expect(done.slice(2)).toEqual(['app/10.0.0.1 leaves', 'app/10.0.0.2 leaves']);
  });

  it('does without a backend that cannot join, says why once, and tries again', () => {
    const { take, done, said } = feeding({ refused: B.name });
    take({ targets: [A, B] }, 0);
    take({ targets: [A, B] }, 1000);
    take({ targets: [B] }, 2000);
    expect(done).toEqual(['dns app/10.0.0.1 joins', 'app/10.0.0.1 leaves']);
    expect(said.map(([event]) => event)).toEqual(['discovered', 'discovery_failed', 'discovered']);
    expect(said[1]?.[1]).toMatchObject({ reason: 'duplicate backend app/10.0.0.2' });
  });

  it('names the first hundred backends in an event', () => {
    const { take, said } = feeding();
    take({ targets: Array.from({ length: 250 }, (_, n) => target(`10.0.1.${n}`)) }, 0);
    expect(said[0]?.[1]).toMatchObject({ backendsCount: 250 });
    expect((said[0]?.[1] as { added: string[] }).added).toHaveLength(100);
  });
});
