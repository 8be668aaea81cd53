import { describe, expect, it } from '@jest/globals';
import { composeExplanation } from '../../lib/routing/compose-explanation.js';
import type { Backend } from '../../lib/routing/backend.js';
import type { Brain } from '../../lib/routing/brain.js';
import { brainOf, explain, NONE } from './explained-brain.js';

describe('the explanation of a route', () => {
  it('is what the scheduler says, with who is left out and why', () => {
    const { brain, entries, b } = brainOf({
      names: ['B1', 'B2', 'B3', 'B4', 'B5', 'B6', 'B7'],
      backups: ['B7'],
    });
    const { pool } = brain;
    for (let open = 0; open < 4; open++) pool.opened(b('B1'));
    for (let open = 0; open < 3; open++) pool.opened(b('B2'));
    pool.observed(b('B3'), false, 1, 'connection refused');
    pool.setAdmin(b('B4'), 'drain');
    pool.setAdmin(b('B5'), 'maint');
    pool.opened(b('B6'));
    pool.setLimit(b('B6'), 1);
    entries.length = 0;
    const unit = 'open connections per weight';
    expect(explain(brain, '192.0.2.7')).toEqual({
      key: '192.0.2.7',
      backend: 'B2',
      why: 'least-connections',
      session: { hit: false, reason: 'none' },
      considered: [
        { backend: 'B2', open: 3, weight: 1, score: 3, unit, chosen: true },
        { backend: 'B1', open: 4, weight: 1, score: 4, unit },
        { backend: 'B3', left: 'down: connection refused' },
        { backend: 'B4', left: 'drain' },
        { backend: 'B5', left: 'maint' },
        { backend: 'B6', left: 'full' },
        { backend: 'B7', left: 'standby' },
      ],
      says:
        'B2 has 3 open connections per weight, fewer than B1 with 4. B3 is down. B4 is draining. B5 is in maintenance. ' +
        'B6 is full. B7 is a backup that is not needed.',
    });
    expect(entries).toEqual([]);
  });

  it('says that there is none, and that nothing is known yet', () => {
    const { brain } = brainOf({ up: false });
    expect(explain(brain)).toEqual({
      ...{ key: null, backend: null, why: null, session: null },
      considered: ['B1', 'B2', 'B3'].map((backend) => ({ backend, left: 'probing' })),
      says: 'No backend is available. B1, B2 and B3 have not been probed yet.',
    });
  });

  it('leaves out what the client has tried', () => {
    const { brain, b } = brainOf();
    const { says, considered } = explain(brain, undefined, 0, new Set([b('B1'), b('B2')]));
    expect(says).toBe('B3 is the only candidate. B1 and B2 could not be reached.');
    expect(considered.filter(({ left }) => left === 'tried')).toHaveLength(2);
  });

  it('lists the first ten of those that are left out', () => {
    const { brain } = brainOf({ names: Array.from({ length: 30 }, (_, n) => `B${n + 1}`), up: false });
    expect(explain(brain).considered).toHaveLength(10);
  });

  it('is an entry of SESSION_MAP, while the client is connected and afterwards', () => {
    const { brain, b } = brainOf();
    const { router, pool } = brain;
    router.established('k', b('B2'), NONE, 10);
    pool.opened(b('B2'));
    expect(explain(brain, 'k', 10)).toEqual({
      key: 'k',
      backend: 'B2',
      why: 'sticky',
      session: { hit: true, backend: 'B2', connections: 1, expiresInMs: null },
      considered: [{ backend: 'B2', open: 1, weight: 1, chosen: true }],
      says: 'k sticks to B2.',
    });
    router.released('k', b('B2'), 20);
    expect(explain(brain, 'k', 50).session).toEqual({
      hit: true,
      backend: 'B2',
      connections: 0,
      expiresInMs: 70,
    });
    pool.setAdmin(b('B2'), 'drain');
    expect(explain(brain, 'k', 50).says).toBe(
      'k sticks to B2. B2 is draining: only such clients may go there.',
    );
  });

  it.each<[string, (brain: Brain, backend: Backend) => unknown, string, string]>([
    [
      'down',
      ({ pool }, b) => pool.observed(b, false, 0, 'timeout'),
      'down',
      'which is not available (down: timeout)',
    ],
    ['in maintenance', ({ pool }, b) => pool.setAdmin(b, 'maint'), 'maint', 'which is not available (maint)'],
    ['removed', ({ pool }, b) => pool.remove(b), 'gone', 'which is not available (gone)'],
    [
      'full',
      ({ pool }, b) => {
        pool.opened(b);
        pool.setLimit(b, 1);
      },
      'full',
      'which is not available (full)',
    ],
  ])('says that the backend of the entry is %s', (_what, change, reason, says) => {
    const { brain, b } = brainOf();
    const backend = b('B2');
    brain.router.established('k', backend, NONE, 0);
    change(brain, backend);
    const explanation = explain(brain, 'k', 1);
    expect(explanation.session).toMatchObject({ hit: false, reason, backend: 'B2' });
    expect(explanation.says).toMatch(`The client's entry leads to B2, ${says}. `);
    expect(explanation.backend).not.toBe('B2');
  });

  it('says that the entry has expired, which it has whether or not that is asked', () => {
    const { brain, b } = brainOf();
    brain.router.established('k', b('B2'), NONE, 0);
    brain.router.released('k', b('B2'), 10);
    expect(explain(brain, 'k', 110).session).toMatchObject({ hit: true, expiresInMs: 0 });
    const late = explain(brain, 'k', 111);
    expect(late.session).toEqual({
      hit: false,
      reason: 'expired',
      backend: 'B2',
      connections: 0,
      expiresInMs: 0,
    });
    expect(late.says).toMatch("The client's entry leads to B2, but has expired. ");
    expect(brain.router.route('k', NONE, 111)?.why).toBe('least-connections');
  });

  it('says what was drawn only once it is drawn', () => {
    const { brain } = brainOf({ algorithm: 'power-of-two' });
    expect(explain(brain)).toMatchObject({ backend: null, why: 'power-of-two' });
    const { route, explanation } = brain.router.routeExplained(undefined, NONE, 0);
    const composed = composeExplanation(explanation, brain.pool);
    expect(composed.backend).toBe(route?.backend.name);
    expect(composed.considered.filter(({ drawn }) => drawn)).toHaveLength(2);
    expect(composed.says).toMatch(/ were drawn; /);
  });
});
