import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { parseClusterAddress } from '../../lib/cluster/address.js';
import { RedisStore } from '../../lib/cluster/redis/redis-store.js';
import { cleanup } from '../helpers/cleanup.js';
import { TestRedis, WITH_REDIS } from '../helpers/redis.js';
import { StoreRoad } from '../helpers/store-road.js';
import { beatOf, storeContract } from './store-contract.js';

const { describe, it } = WITH_REDIS;
const onEnd = cleanup();

const LOADING = 'LOADING Redis is loading the dataset in memory';

async function connected(address: string): Promise<RedisStore> {
  const store = new RedisStore(parseClusterAddress(address));
  onEnd(() => store.close());
  await store.open();
  return store;
}

describe('a store of Redis or Valkey', () => {
  storeContract(async () => {
    const { port } = await TestRedis.start(onEnd);
    // Its clock is that of the machine.
    return {
      store: await connected(`redis://127.0.0.1:${port}/0?lab=course`),
      passMs: async (ms) => sleep(ms),
    };
  }, it);

  it('keeps labs and databases apart', async () => {
    const { port } = await TestRedis.start(onEnd);
    const address = `redis://127.0.0.1:${port}`;
    const one = await connected(`${address}?lab=one`);
    await one.claim([{ key: 'a', backend: 'B1', ttlMs: 60_000 }], 'one');
    expect(await (await connected(`${address}/0?lab=one`)).lookUp(['a'])).toEqual(['B1']);
    expect(await (await connected(`${address}/0?lab=two`)).lookUp(['a'])).toEqual([null]);
    expect(await (await connected(`${address}/1?lab=one`)).lookUp(['a'])).toEqual([null]);
    await one.change({ change: 'clear', backend: null }, 'one');
  });

  it('leaves nothing behind for ever', async () => {
    const { port } = await TestRedis.start(onEnd);
    const store = await connected(`redis://127.0.0.1:${port}`);
    await store.beat(beatOf('one'));
    await store.claim([{ key: 'a', backend: 'B1', ttlMs: 60_000 }], 'one');
    await store.change({ change: 'word', backend: 'B1', word: { weight: 2 } }, 'one');
    const { createClient } = await import('@redis/client');
    const client = createClient({ socket: { host: '127.0.0.1', port } });
    await client.connect();
    onEnd(() => client.destroy());
    const keys = await client.keys('*');
    expect(keys.length).toBeGreaterThan(2);
    for (const key of keys) expect(await client.pTTL(key)).not.toBe(-1);
  });

  it('takes a key that others have written with another type for no entry', async () => {
    const redis = await TestRedis.start(onEnd);
    const store = await connected(`redis://127.0.0.1:${redis.port}`);
    const claim = { backend: 'B1', ttlMs: 60_000 };
    const claims = ['a', 'b', 'c'].map((key) => ({ ...claim, key }));
    await redis.say('LPUSH', 'lbsim:{lbsim}:s:b', 'x');
    expect(await store.lookUp(['b'])).toEqual([null]);
    expect(await store.renew([{ key: 'b', backend: 'B1' }], 60_000)).toEqual([null]);
    expect(await store.claim(claims, 'one')).toEqual(['B1', 'B1', 'B1']);
    expect(await store.lookUp(['a', 'b', 'c'])).toEqual(['B1', 'B1', 'B1']);
    await redis.say('LPUSH', 'lbsim:{lbsim}:s:d', 'x');
    await store.change({ change: 'clear', backend: 'B1' }, 'one');
    expect(await store.lookUp(['a', 'b', 'c'])).toEqual([null, null, null]);
  });

  it('takes what is no text for no entry, too', async () => {
    const redis = await TestRedis.start(onEnd);
    const store = await connected(`redis://127.0.0.1:${redis.port}`);
    await redis.say('EVAL', String.raw`redis.call('SET', KEYS[1], 'B1\255\254')`, '1', 'lbsim:{lbsim}:s:a');
    const claims = ['a', 'b'].map((key) => ({ key, backend: 'B1', ttlMs: 60_000 }));
    expect(await store.claim(claims, 'one')).toEqual(['B1', 'B1']);
    expect(await store.lookUp(['a', 'b'])).toEqual(['B1', 'B1']);
  });

  it.each(['ids', 'members', 'notices', 'words'])(
    'puts a key of the lab in order that somebody else has written with another type: %s',
    async (name) => {
      const redis = await TestRedis.start(onEnd);
      const store = await connected(`redis://127.0.0.1:${redis.port}`);
      await store.beat(beatOf('one'));
      await redis.say('SET', `lbsim:{lbsim}:${name}`, 'x');
      await store.claim([{ key: 'a', backend: 'B1', ttlMs: 60_000 }], 'one');
      const { members } = await store.beat(beatOf('two'));
      expect(members.map(({ id }) => id)).toContain('two');
      await store.change({ change: 'word', backend: 'B1', word: { weight: 2 } }, 'one');
      const { members: later, words } = await store.beat(beatOf('one'));
      expect(later.map(({ id }) => id).sort()).toEqual(['one', 'two']);
      expect(words?.backends).toEqual({ B1: { weight: 2 } });
    },
  );

  it("is not cut off by what somebody else has written into a member's state, or an operator's word", async () => {
    const redis = await TestRedis.start(onEnd);
    const store = await connected(`redis://127.0.0.1:${redis.port}`);
    for (const id of ['one', 'two', 'three']) await store.beat(beatOf(id));
    await redis.say('HSET', 'lbsim:{lbsim}:members', 'two', '{garbage', 'three', 'null');
    for (const [field, json] of Object.entries({
      'b:B1': '{garbage',
      'b:B2': 'null',
      'b:B3': '{"weight":3}',
    }))
      await redis.say('HSET', 'lbsim:{lbsim}:words', field, json);
    await redis.say('HINCRBY', 'lbsim:{lbsim}:words', 'revision', '1');
    const { members, words } = await store.beat(beatOf('one'));
    expect(members.map(({ id }) => id)).toEqual(['one']);
    expect(words).toEqual({ revision: 1, backends: { B3: { weight: 3 } }, unreadable: ['B1', 'B2'] });
    await store.change({ change: 'word', backend: 'B1', word: { admin: 'drain' } }, 'one');
    expect((await store.beat(beatOf('two'))).members.map(({ id }) => id).sort()).toEqual(['one', 'two']);
    expect((await store.beat(beatOf('one'))).words?.backends).toMatchObject({ B1: { admin: 'drain' } });
  });

  it('says otherwise once it has been emptied', async () => {
    const redis = await TestRedis.start(onEnd);
    const store = await connected(`redis://127.0.0.1:${redis.port}`);
    const { since } = await store.beat(beatOf('one'));
    await redis.say('FLUSHALL');
    await sleep(2); // its clock tells milliseconds
    expect((await store.beat(beatOf('one'))).since).not.toBe(since);
  });

  it('gives the reason for which it answers nothing, as while it loads its data, and answers afterwards', async () => {
    const { port } = await TestRedis.start(onEnd);
    const road = await StoreRoad.start(port, onEnd);
    road.refusal = LOADING;
    const address = `redis://127.0.0.1:${road.port}`;
    const unloaded = new RedisStore(parseClusterAddress(address));
    const refused = { code: 'ERR_CLUSTER', message: expect.stringMatching(`^${LOADING}`) };
    await expect(unloaded.open()).rejects.toMatchObject(refused);
    road.refusal = undefined;
    const store = await connected(address);
    await store.beat(beatOf('one'));
    // A replica that is told all anew refuses, too, and on connections that stand.
    road.refusal = LOADING;
    const claim = { key: 'a', backend: 'B1', ttlMs: 60_000 };
    await expect(store.beat(beatOf('one'))).rejects.toMatchObject(refused);
    await expect(store.lookUp(['a'])).rejects.toMatchObject(refused);
    await expect(store.claim([claim], 'one')).rejects.toMatchObject(refused);
    road.refusal = undefined;
    expect(await store.claim([claim], 'one')).toEqual(['B1']);
  });

  it('has no connection where it is closed while it is being opened', async () => {
    const redis = await TestRedis.start(onEnd);
    const store = new RedisStore(parseClusterAddress(`redis://127.0.0.1:${redis.port}`));
    for (const isLater of [false, true]) {
      const opening = store.open();
      if (isLater) await Promise.resolve();
      store.close();
      await expect(opening).rejects.toMatchObject({ code: 'ERR_CLUSTER' });
      expect(await redis.say('CLIENT', 'LIST')).not.toContain('user=default');
    }
  });

  it('counts a member whose last beat is in the future, as its clock was set back, from now on', async () => {
    const redis = await TestRedis.start(onEnd);
    const store = await connected(`redis://127.0.0.1:${redis.port}`);
    await store.beat(beatOf('two'));
    await redis.say('ZADD', 'lbsim:{lbsim}:ids', `${Date.now() + 3_600_000}`, 'two');
    const { members } = await store.beat(beatOf('one'));
    expect(members.map(({ id, ageMs }) => [id, ageMs])).toEqual([
      ['one', 0],
      ['two', 0],
    ]);
    await sleep(2);
    expect((await store.beat(beatOf('one', { lifeMs: 1 }))).members.map(({ id }) => id)).toEqual(['one']);
  });

  it('is reached by a Unix socket, too', async () => {
    const { path } = await TestRedis.start(onEnd);
    const store = await connected(`unix:${path}?lab=course`);
    expect(await store.lookUp(['a'])).toEqual([null]);
  });

  it('gives its password, or that of a user, and shows it nowhere', async () => {
    const acl = ['--user', 'lab', 'on', '>s3cret-of-lab', '~lbsim:*', '+@all'];
    const { port } = await TestRedis.start(onEnd, ['--requirepass', 's3cret', ...acl]);
    for (const who of [':s3cret', 'lab:s3cret-of-lab']) {
      const store = await connected(`redis://${who}@127.0.0.1:${port}`);
      expect(await store.claim([{ key: 'a', backend: 'B1', ttlMs: 1000 }], 'one')).toEqual(['B1']);
    }
    const wrong = new RedisStore(parseClusterAddress(`redis://lab:wr0ng@127.0.0.1:${port}`));
    const error = (await wrong.open().catch((reason: unknown) => reason)) as Error;
    expect(error.message).toMatch(/WRONGPASS/);
    expect(error.message).not.toContain('wr0ng');
  });

  it('fails at once when it is killed, and answers once it is opened anew', async () => {
    const redis = await TestRedis.start(onEnd);
    const store = await connected(`redis://127.0.0.1:${redis.port}`);
    await redis.kill();
    await expect(store.lookUp(['a'])).rejects.toMatchObject({ code: 'ERR_CLUSTER' });
    await expect(store.open()).rejects.toMatchObject({ message: expect.stringContaining('ECONNREFUSED') });
    await redis.start();
    await store.open();
    expect(await store.lookUp(['a'])).toEqual([null]);
    await store.beat(beatOf('one'));
  });
});
