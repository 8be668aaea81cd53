import { expect, it as test } from '@jest/globals';
import type { Beat, LabView, SharedStore } from '../../lib/cluster/shared-store.js';

/** A store, and a way to let its clock go on. */
export interface StoreUnderTest {
  readonly store: SharedStore;
  readonly passMs: (ms: number) => Promise<void>;
}

const INFO = {
  host: 'here',
  pid: 1,
  version: '0.1.0',
  address: '127.0.0.1:8080',
  startedAt: '2026-01-01T00:00:00Z',
};

/** Long enough for a few calls on a busy machine; and as good as for ever. */
const LIFE_MS = 3000;
const LONG_MS = 600_000;

export function beatOf(id: string, more: Partial<Beat> = {}): Beat {
  return {
    id,
    instance: id,
    info: INFO,
    open: {},
    health: {},
    lifeMs: 10_000,
    after: null,
    revision: 0,
    ...more,
  };
}

/** What every store promises. */
export function storeContract(make: () => Promise<StoreUnderTest>, it: typeof test = test): void {
  const joined = async (store: SharedStore, id: string): Promise<LabView> => store.beat(beatOf(id));

  it('gives each client the backend of the first that claimed it', async () => {
    const { store } = await make();
    const claim = { key: '192.0.2.1', ttlMs: 60_000 };
    expect(await store.claim([{ ...claim, backend: 'B1' }], 'one')).toEqual(['B1']);
    expect(
      await store.claim(
        [
          { ...claim, backend: 'B2' },
          { key: '::1', backend: 'B2', ttlMs: 60_000 },
        ],
        'two',
      ),
    ).toEqual(['B1', 'B2']);
    expect(await store.lookUp(['192.0.2.1', 'nobody', '::1'])).toEqual(['B1', null, 'B2']);
  });

  it('lets a claim replace a backend that the one that claims knows to be down, and tells the others', async () => {
    const { store } = await make();
    const { cursor } = await joined(store, 'two');
    await store.claim([{ key: 'a', backend: 'B1', ttlMs: 60_000 }], 'one');
    expect(await store.claim([{ key: 'a', backend: 'B2', ttlMs: 60_000, stale: 'B3' }], 'one')).toEqual([
      'B1',
    ]);
    expect(await store.claim([{ key: 'a', backend: 'B2', ttlMs: 60_000, stale: 'B1' }], 'one')).toEqual([
      'B2',
    ]);
    const view = await store.beat(beatOf('two', { after: cursor }));
    expect(view.notices).toEqual([{ change: 'moved', key: 'a', backend: 'B2', by: 'one' }]);
    expect((await store.beat(beatOf('two', { after: view.cursor }))).notices).toEqual([]);
  });

  it('forgets a client whose idle life is over, and one that was claimed again later', async () => {
    const { store, passMs } = await make();
    const claim = { key: 'a', backend: 'B1', ttlMs: LIFE_MS };
    await store.claim([claim, { ...claim, key: 'b' }], 'one');
    await store.claim([{ ...claim, ttlMs: LONG_MS }], 'two');
    await passMs(LIFE_MS + 100);
    expect(await store.lookUp(['a', 'b'])).toEqual(['B1', null]);
  });

  it('renews entries that lead where it is said, whoever claimed them, and says where the others do', async () => {
    const { store, passMs } = await make();
    const entries = [
      { key: 'a', backend: 'B1' },
      { key: 'b', backend: 'B2' },
      { key: 'c', backend: 'B1' },
    ];
    const claims = entries.map((entry) => ({ ...entry, ttlMs: LIFE_MS }));
    await store.claim(claims.slice(0, 1), 'one');
    await store.claim(claims.slice(1), 'two');
    const asked = [...entries.slice(0, 2), { key: 'c', backend: 'B2' }, { key: 'nobody', backend: 'B1' }];
    expect(await store.renew(asked, LONG_MS)).toEqual(['B1', 'B2', 'B1', null]);
    await passMs(LIFE_MS + 100);
    expect(await store.lookUp(['a', 'b', 'c', 'nobody'])).toEqual(['B1', 'B2', null, null]);
  });

  it('gives an entry the life that the last claim or renewal says, longer or shorter', async () => {
    const { store, passMs } = await make();
    const entry = { backend: 'B1', ttlMs: LONG_MS };
    await store.claim(
      ['claimed', 'renewed', 'elsewhere'].map((key) => ({ ...entry, key })),
      'one',
    );
    await store.claim([{ ...entry, key: 'claimed', ttlMs: 20 }], 'two');
    await store.claim([{ key: 'elsewhere', backend: 'B2', ttlMs: 20 }], 'two');
    await store.renew([{ key: 'renewed', backend: 'B1' }], 20);
    await passMs(100);
    expect(await store.lookUp(['claimed', 'renewed', 'elsewhere'])).toEqual([null, null, 'B1']);
  });

  it('leaves an entry its longer life where a claim says at least how long it is, and its shorter one never', async () => {
    const { store, passMs } = await make();
    const claim = { backend: 'B1', isAtLeast: true };
    await store.claim([{ ...claim, key: 'long', ttlMs: LONG_MS }], 'one');
    await store.claim([{ ...claim, key: 'short', ttlMs: LIFE_MS }], 'one');
    await store.claim([{ ...claim, key: 'long', ttlMs: 20 }], 'two');
    await store.claim([{ ...claim, key: 'short', ttlMs: LONG_MS }], 'two');
    await passMs(LIFE_MS + 100);
    expect(await store.lookUp(['long', 'short'])).toEqual(['B1', 'B1']);
  });

  it('tells each member of all, as each describes itself', async () => {
    const { store } = await make();
    await store.beat(beatOf('one', { open: { B1: 3 }, health: { B1: 'up', B2: 'down' } }));
    const { members } = await joined(store, 'two');
    expect([...members].sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual([
      { id: 'one', info: INFO, open: { B1: 3 }, health: { B1: 'up', B2: 'down' }, ageMs: expect.any(Number) },
      { id: 'two', info: INFO, open: {}, health: {}, ageMs: expect.any(Number) },
    ]);
  });

  it('has a member no longer that gives no sign of life, or has left', async () => {
    const { store, passMs } = await make();
    await store.beat(beatOf('dead', { lifeMs: 100 }));
    await joined(store, 'left');
    await store.leave('left');
    await passMs(150);
    // Each says how long it lives itself.
    const { members } = await store.beat(beatOf('one', { lifeMs: 100 }));
    expect(members.map(({ id }) => id)).toEqual(['one']);
  });

  it('refuses a second balancer of one id while the first lives, and says where that is', async () => {
    const { store, passMs } = await make();
    const beat = (instance: string): Promise<LabView> => store.beat(beatOf('L1', { instance, lifeMs: 300 }));
    await beat('first');
    await expect(beat('second')).rejects.toMatchObject({
      code: 'ERR_CLUSTER',
      message:
        'another balancer has the id L1 (process 1 on here, at 127.0.0.1:8080): give each its own --cluster-id',
    });
    expect((await beat('first')).members).toHaveLength(1);
    await passMs(350);
    expect((await beat('second')).members).toHaveLength(1);
    await store.leave('L1');
    await beat('third');
  });

  it('tells a member of no change from before it came', async () => {
    const { store } = await make();
    await store.change({ change: 'pin', key: 'a', backend: 'B2', ttlMs: 60_000 }, 'one');
    const first = await joined(store, 'two');
    expect(first.notices).toEqual([]);
    expect((await store.beat(beatOf('two', { after: first.cursor }))).notices).toEqual([]);
  });

  it('has the operator pin, forget and clear clients', async () => {
    const { store } = await make();
    const { cursor } = await joined(store, 'two');
    const claim = { backend: 'B1', ttlMs: 60_000 };
    await store.claim(
      [
        { ...claim, key: 'a' },
        { ...claim, key: 'b' },
        { ...claim, key: 'c' },
      ],
      'one',
    );
    await store.change({ change: 'pin', key: 'a', backend: 'B2', ttlMs: 60_000 }, 'one');
    await store.change({ change: 'forget', key: 'b' }, 'one');
    expect(await store.lookUp(['a', 'b', 'c'])).toEqual(['B2', null, 'B1']);
    await store.change({ change: 'clear', backend: 'B1' }, 'one');
    expect(await store.lookUp(['a', 'c'])).toEqual(['B2', null]);
    await store.change({ change: 'clear', backend: null }, 'one');
    expect(await store.lookUp(['a'])).toEqual([null]);
    expect((await store.beat(beatOf('two', { after: cursor }))).notices).toEqual([
      { change: 'pin', key: 'a', backend: 'B2', by: 'one' },
      { change: 'forget', key: 'b', backend: null, by: 'one' },
      { change: 'clear', key: null, backend: 'B1', by: 'one' },
      { change: 'clear', key: null, backend: null, by: 'one' },
    ]);
  });

  it("keeps the operator's words about a backend, those that came later beside those before", async () => {
    const { store } = await make();
    expect((await joined(store, 'one')).words).toBeUndefined();
    await store.change({ change: 'word', backend: 'B1', word: { admin: 'drain', by: 'ctl' } }, 'one');
    await store.change({ change: 'word', backend: 'B1', word: { weight: 3 } }, 'one');
    const { words } = await joined(store, 'two');
    expect(words?.backends).toEqual({ B1: { admin: 'drain', by: 'ctl', weight: 3 } });
    const revision = words?.revision ?? NaN;
    expect((await store.beat(beatOf('two', { revision }))).words).toBeUndefined();
    await store.change({ change: 'word', backend: 'B1', word: { admin: null } }, 'two');
    expect((await store.beat(beatOf('two', { revision }))).words?.backends).toEqual({
      B1: { admin: null, by: 'ctl', weight: 3 },
    });
  });

  it('takes an old word about a backend only as far as it has none', async () => {
    const { store } = await make();
    await joined(store, 'one');
    const old = { admin: 'drain', weight: 2 } as const;
    await store.change({ change: 'word', backend: 'B1', word: { admin: null } }, 'one');
    for (const backend of ['B1', 'B2'])
      await store.change({ change: 'word', backend, word: old, isOld: true }, 'one');
    const { words } = await joined(store, 'two');
    expect(words?.backends).toEqual({ B1: { admin: null, weight: 2 }, B2: old });
    await store.change({ change: 'word', backend: 'B2', word: old, isOld: true }, 'one');
    expect((await joined(store, 'two')).words?.revision).toBe(words?.revision);
  });

  it('says since when it has the lab', async () => {
    const { store, passMs } = await make();
    const { since } = await joined(store, 'one');
    await passMs(20);
    expect((await joined(store, 'two')).since).toBe(since);
  });

  it('takes many claims, look-ups and notices at once, and names of any text', async () => {
    const { store } = await make();
    const { cursor } = await joined(store, 'two');
    const keys = Array.from({ length: 1500 }, (_, index) => `client ${index}'"é`);
    const claims = keys.map((key) => ({ key, backend: 'B {1}', ttlMs: 60_000 }));
    await store.claim(claims, 'one');
    await store.claim(
      claims.map((claim) => ({ ...claim, backend: 'B2', stale: 'B {1}' })),
      'one',
    );
    expect(new Set(await store.lookUp(keys))).toEqual(new Set(['B2']));
    const first = await store.beat(beatOf('two', { after: cursor }));
    const second = await store.beat(beatOf('two', { after: first.cursor }));
    expect([...first.notices, ...second.notices].map(({ key }) => key)).toEqual(keys);
  });
}
