import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { askOnce } from '../helpers/backends.js';
import { startBackends } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFolder } from '../helpers/folder.js';
import { Lbsim } from '../helpers/lbsim.js';
import { TestRedis, WITH_REDIS, WITH_REDIS_TLS } from '../helpers/redis.js';
import { StoreRoad } from '../helpers/store-road.js';
import { FAILURES } from './cluster-failures/failures.js';
import { rowsOfPage } from './cluster-failures/page.js';
import { FailingLab } from './cluster-failures/failing-lab.js';

const onEnd = cleanup();

/** A dozen failures take a dozen times as long as one. */
const LONG_MS = 360_000;

WITH_REDIS.describe('when the store of several balancers fails', () => {
  WITH_REDIS.it(
    'no client is refused or waits for it, and afterwards they and the store agree',
    async () => {
      const lab = await FailingLab.start(onEnd);
      expect(await lab.newAtBoth()).toBe(1);
      // A long way, on which each tenth piece is lost and sent again, is no failure.
      for (const { road } of lab.members) road.delayMs = (nth) => (nth % 10 === 0 ? 250 : 50);
      for (let round = 0; round < 3; round++) expect(await lab.newAtBoth()).toBe(1);
      expect(lab.members.flatMap(({ lb }) => lb.all('cluster_lost'))).toEqual([]);
      for (const { road } of lab.members) road.delayMs = () => 0;

      const rows = rowsOfPage();
      expect(rows.map(({ name }) => name)).toEqual(FAILURES.map(({ name }) => name));
      for (const [index, failure] of FAILURES.entries()) {
        const { known, afterwards, reason } = rows[index] ?? {};
        const { expected, ...outcome } = await lab.play(failure);
        expect([reason, outcome]).toEqual([
          expect.stringMatching(failure.reason),
          { refused: 0, known, afterwards, notInStore: [], back: expected },
        ]);
      }
    },
    LONG_MS,
  );

  WITH_REDIS.it('that lets nobody in, the reason is said', async () => {
    const { port } = await TestRedis.start(onEnd, [
      ...['--requirepass', 's3cret'],
      ...['--user', 'reader', 'on', '>s3cret', '~*', '+@read', '+@connection'],
    ]);
    const reasons = { '': /^NOAUTH/, ':wr0ng@': /^WRONGPASS/, 'reader:s3cret@': /^NOPERM/ };
    const backends = await startBackends(1, onEnd);
    const asked = Object.entries(reasons).map(async ([who, reason]) => {
      const start = (): Lbsim => startMember(`redis://${who}127.0.0.1:${port}`, backends);
      let lb = start();
      // On a busy machine the answer may come too late for a start.
      while (String((await lb.event('cluster_lost')).reason).startsWith('no answer')) lb = start();
      expect((await lb.event('cluster_lost')).reason).toMatch(reason);
      expect(await askOnce(await lb.port())).toBe('B1');
      expect(lb.stderr).not.toMatch(/s3cret|wr0ng/);
    });
    await Promise.all(asked);
  });
});

WITH_REDIS.it('a store that loads its data still is tried again until it answers', async () => {
  const { port } = await TestRedis.start(onEnd);
  const road = await StoreRoad.start(port, onEnd);
  road.refusal = 'LOADING Redis is loading the dataset in memory';
  const lb = startMember(`redis://127.0.0.1:${road.port}`, await startBackends(1, onEnd));
  expect((await lb.event('cluster_lost')).reason).toBe(road.refusal);
  expect(await askOnce(await lb.port())).toBe('B1');
  road.refusal = undefined;
  expect(await lb.event('cluster_back')).toMatchObject({ reclaimed: 1, conflicts: 0 });
});

WITH_REDIS.it(
  'a balancer that is stopped while it tells the store again what it holds ends as ever',
  async () => {
    const redis = await TestRedis.start(onEnd);
    const road = await StoreRoad.start(redis.port, onEnd);
    const lb = startMember(`redis://127.0.0.1:${road.port}`, await startBackends(1, onEnd));
    await lb.event('cluster_joined');
    expect(await askOnce(await lb.port())).toBe('B1');
    while ((await redis.say('KEYS', '*:s:*')) === '');
    road.delayMs = () => 300;
    await redis.say('FLUSHALL');
    await lb.event('cluster_lost');
    road.block();
    expect(await lb.kill('SIGTERM')).toEqual({ status: 0, signal: null });
    expect(lb.stderr).not.toMatch(/[Uu]nhandled|Warning/);
  },
);

WITH_REDIS_TLS.it('balancers reach a store by TLS whose certificate they trust, and no other', async () => {
  const folder = await temporaryFolder(onEnd);
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const names = 'subjectAltName=DNS:localhost,IP:127.0.0.1';
  const made = [
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-subj',
    '/CN=lbsim',
  ];
  spawnSync('openssl', ['req', ...made, '-days', '2', '-addext', names, '-keyout', key, '-out', cert]);
  const files = ['--tls-cert-file', cert, '--tls-key-file', key, '--tls-ca-cert-file', cert];
  const redis = await TestRedis.start(onEnd, ['--tls-auth-clients', 'no', ...files], 'tls');
  const backends = await startBackends(1, onEnd);
  for (const host of ['127.0.0.1', 'localhost']) {
    const lb = startMember(`rediss://${host}:${redis.port}`, backends, {
      env: { NODE_EXTRA_CA_CERTS: cert },
      patience: '10s',
    });
    await lb.event('cluster_joined');
    expect(await askOnce(await lb.port())).toBe('B1');
    expect(lb.stderr).not.toContain('Warning');
  }
  const distrustful = startMember(`rediss://127.0.0.1:${redis.port}`, backends, { patience: '10s' });
  expect((await distrustful.event('cluster_lost')).reason).toMatch(/self-signed certificate/);
  expect(await askOnce(await distrustful.port())).toBe('B1');
});

function startMember(
  address: string,
  backends: readonly { spec: string }[],
  { env = {}, patience = '1s' }: { readonly env?: object; readonly patience?: string } = {},
): Lbsim {
  const list = backends.map(({ spec }) => spec).join(',');
  const options = ['--port', '0', '--admin', 'off', '--cluster', address, '--cluster-timeout', patience];
  const lb = new Lbsim(['balance', '--backends', list, ...options], { env });
  onEnd(() => lb.kill());
  return lb;
}
