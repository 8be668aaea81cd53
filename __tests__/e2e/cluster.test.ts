import { join } from 'node:path';
import { expect } from '@jest/globals';
import { TestClient } from '../helpers/backends.js';
import { startBackends, startBalance } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFile, temporaryFolder } from '../helpers/folder.js';
import { runLbsim, type Lbsim } from '../helpers/lbsim.js';
import { quietPort } from '../helpers/ports.js';
import { TestRedis, WITH_REDIS } from '../helpers/redis.js';

const { describe, it } = WITH_REDIS;
const onEnd = cleanup();

const ADDRESSES = Array.from({ length: 6 }, (_, n) => `127.0.0.${n + 2}`);

/** The backend that each client is given. */
async function backendsOf(lb: Lbsim): Promise<(string | undefined)[]> {
  const port = await lb.port();
  const answers: (string | undefined)[] = [];
  for (const localAddress of ADDRESSES) {
    const client = await TestClient.connect(port, { localAddress });
    answers.push((await client.ask('x'))?.replace(':x', ''));
    await client.close();
  }
  return answers;
}

/** On a busy machine a store that is there may answer late. */
const PATIENT = ['--cluster-timeout', '5s'];

describe('several balancers', () => {
  it('give a client the same backend, count together, go on without the store, and agree again', async () => {
    const redis = await TestRedis.start(onEnd, ['--requirepass', 's3cret']);
    const backends = await startBackends(2, onEnd);
    const record = join(await temporaryFolder(onEnd), 'run.jsonl');
    const member = (id: string, ...more: string[]): Lbsim => {
      const address = `redis://:s3cret@127.0.0.1:${redis.port}?lab=course`;
      return startBalance(backends, onEnd, '--cluster', address, '--cluster-id', id, ...PATIENT, ...more);
    };
    const one = member('one', '--algorithm', 'round-robin');
    expect(await one.event('cluster_joined')).toMatchObject({ lab: 'course', id: 'one', members: ['one'] });
    const two = member('two', '--record', record);
    expect(await two.event('cluster_joined')).toMatchObject({ id: 'two', membersCount: 2 });
    expect(await one.event('cluster_member')).toMatchObject({
      member: 'two',
      change: 'joined',
      membersCount: 2,
    });

    const given = await backendsOf(one);
    expect(new Set(given)).toEqual(new Set(['B1', 'B2']));
    expect(await backendsOf(two)).toEqual(given);

    await redis.kill();
    await Promise.all([one.event('cluster_lost'), two.event('cluster_lost')]);
    expect(await backendsOf(two)).toEqual(given);
    await redis.start();
    expect(await two.event('cluster_back')).toMatchObject({ reclaimed: 6, conflicts: 0 });
    await one.event('cluster_back');
    const three = member('three');
    expect(await backendsOf(three)).toEqual(given);
    expect(three.all('session_conflict')).toEqual([]);

    for (const lb of [one, two, three]) {
      const reasons = lb.all('cluster_lost').map(({ reason }) => reason);
      expect(reasons).toEqual(lb === three ? [] : [expect.any(String)]);
      expect(lb.records.map((entry) => JSON.stringify(entry)).join('')).not.toContain('s3cret');
    }
    await two.kill('SIGTERM');
    expect(await one.event('cluster_member', 2)).toBeDefined();
    const { status, stdout } = await runLbsim(['replay', record, '--json']);
    expect([status, stdout]).toEqual([0, expect.not.stringContaining('s3cret')]);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true });
  });

  it('are seen and told everything by lbsim ctl, at whichever of them', async () => {
    const redis = await TestRedis.start(onEnd);
    const backends = await startBackends(2, onEnd);
    const options = ['--cluster', `redis://127.0.0.1:${redis.port}`, ...PATIENT, '--admin', '0'];
    const one = startBalance(backends, onEnd, ...options, '--cluster-id', 'one');
    await one.event('cluster_joined');
    const two = startBalance(backends, onEnd, ...options, '--cluster-id', 'two');
    await one.event('cluster_member');
    const ports = [await one.port(), await two.port()];
    const ctl = async (to: number, ...words: string[]): Promise<string> => {
      const { status, stdout, stderr } = await runLbsim(['ctl', '--to', `${ports[to] ?? 0}`, ...words]);
      expect([status, stderr]).toEqual([0, '']);
      return stdout;
    };
    const client = await TestClient.connect(ports[0] ?? 0);
    const backend = (await client.ask('x'))?.replace(':x', '');
    let standing: { backends: { backend: string; own: number; all: number }[]; members: { id: string }[] };
    do standing = JSON.parse(await ctl(1, 'cluster', '--json')) as typeof standing;
    while (!standing.backends.some(({ all }) => all === 1));
    expect(standing.backends).toContainEqual({ backend, own: 0, all: 1 });
    expect(standing.members.map(({ id }) => id)).toEqual(['one', 'two']);
    expect(await ctl(0, 'cluster')).toMatch(
      /^lab lbsim at redis:.*: one joined for \d+[sm], shares all[^]*two/,
    );

    await client.close();

    await ctl(0, 'drain', 'B2', '--everywhere');
    await ctl(1, 'weight', 'B1', '7', '--everywhere');
    const seen = async (to: number): Promise<string> => {
      const { items } = JSON.parse(await ctl(to, 'backends', '--json')) as {
        items: { effective: { state: string; weight: number } }[];
      };
      return items.map(({ effective: { state, weight } }) => `${state} ${weight}`).join();
    };
    for (const to of [0, 1]) while ((await seen(to)) !== 'up 7,drain 1');
  });

  it('share with workers: the primary is the member', async () => {
    const redis = await TestRedis.start(onEnd);
    const backends = await startBackends(2, onEnd);
    const options = ['--cluster', `unix:${redis.path}`, ...PATIENT, '--workers', '2'];
    const one = startBalance(backends, onEnd, ...options);
    const two = startBalance(backends, onEnd, ...options);
    const given = await backendsOf(one);
    expect(await backendsOf(two)).toEqual(given);
    expect(await backendsOf(one)).toEqual(given);
  });

  it('start without the store, and refuse nobody; with --cluster-strict new clients wait', async () => {
    const [backend] = await startBackends(1, onEnd);
    const address = `redis://127.0.0.1:${await quietPort()}`;
    const lax = startBalance(backend ? [backend] : [], onEnd, '--cluster', address);
    expect((await lax.event('cluster_lost')).reason).toMatch(/ECONNREFUSED/);
    expect(new Set(await backendsOf(lax))).toEqual(new Set(['B1']));
    const wait = ['--cluster-strict', '--wait-for-backend-timeout', '0.2'];
    const strict = startBalance(backend ? [backend] : [], onEnd, '--cluster', address, ...wait);
    const client = await TestClient.connect(await strict.port());
    await strict.until('a client that is sent away', () =>
      strict.all('connection_close').find(({ end }) => end === 'no_backend'),
    );
    await client.close();
  });

  it.each([
    [
      'redis://me:s3cret@127.0.0.1:1/x',
      /^lbsim: --cluster: 'redis:\/\/me:\*\*\*@127\.0\.0\.1:1\/x' has the database 'x', not a number/,
    ],
    ['127.0.0.1:6379', /--cluster: '127.0.0.1:6379' is not the address of a store: use redis:\/\/HOST:PORT/],
  ])('refuse the address %s', async (address, message) => {
    const { status, stderr } = await runLbsim(['balance', '--backends', '127.0.0.1:1', '--cluster', address]);
    expect([status, stderr]).toEqual([2, expect.stringMatching(message)]);
    expect(stderr).not.toContain('s3cret');
  });

  it('say what to install where the client of the store is missing, and start nothing', async () => {
    const hook = `export const resolve = (name, context, next) => {
      if (name === '@redis/client') throw Object.assign(new Error('not found'), { code: 'ERR_MODULE_NOT_FOUND' });
      return next(name, context);
    };`;
    const register = `import { register } from 'node:module'; register('data:text/javascript,' + encodeURIComponent(${JSON.stringify(hook)}));`;
    const file = await temporaryFile(onEnd, 'missing.mjs', register);
    const args = ['balance', '--backends', '127.0.0.1:1', '--port', '0', '--cluster', 'redis://127.0.0.1:1'];
    const { status, stdout, stderr } = await runLbsim(args, {
      env: { NODE_OPTIONS: `--import ${file}` },
    });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr.trim()).toMatch(
      /^lbsim: .*needs the package '@redis\/client', which is not installed: npm install @redis\/client/,
    );
  });
});
