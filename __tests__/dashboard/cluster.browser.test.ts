/// <reference lib="dom" />
import { expect } from '@jest/globals';
import { TestClient } from '../helpers/backends.js';
import { cleanup } from '../helpers/cleanup.js';
import { onlyWhere } from '../helpers/only-where.js';
import { TestRedis, WITH_REDIS } from '../helpers/redis.js';
import { CHROMIUM, useChromium } from '../simulator/page/chromium.js';
import { axeViolations } from './axe.js';
import { REACH, showDashboard } from './shown.js';

const onEnd = cleanup();

onlyWhere(CHROMIUM !== undefined, 'the dashboard is looked at with Chromium').describe(
  'the dashboard of a balancer in a cluster',
  () => {
    const browser = useChromium();

    WITH_REDIS.it('shows who is in it, tells all, and says when the store is lost and back', async () => {
      const redis = await TestRedis.start(onEnd, ['--requirepass', 's3cret']);
      const store = `redis://:s3cret@127.0.0.1:${redis.port}?lab=course`;
      /** On a busy machine a store that is there may answer late. */
      const words = ['--cluster', store, '--cluster-timeout', '1s', '--sticky-key', 'ip'];
      const { page, desk, list, wrong } = await showDashboard(
        browser(),
        onEnd,
        [...words, '--cluster-id', 'one'],
        {
          names: ['B1', 'B2'],
          bypassCSP: true,
          colorScheme: 'light',
          viewport: { width: 1280, height: 720 },
        },
      );
      const cluster = page.getByRole('region', { name: 'Cluster' });
      const members = cluster.getByRole('table', { name: 'Balancers' });
      await members.getByRole('row', { name: /one \(this one\)/ }).waitFor();
      await cluster.getByText('store joined', { exact: true }).waitFor();
      expect(await cluster.textContent()).toContain(`redis://:***@127.0.0.1:${redis.port}?lab=course`);

      const two = await desk.start(
        ...['balance', '--port', '0', '--backends', list, ...words, '--cluster-id', 'two'],
      );
      await members.getByRole('row', { name: /two/ }).waitFor();
      const client = await TestClient.connect(await two.port());
      const backend = (await client.ask('x'))?.slice(1, 3) ?? '';
      const backends = page.getByRole('table', { name: 'Backends' });
      await backends.getByRole('row', { name: backend }).getByText('1 in the cluster').waitFor();

      await page.getByRole('combobox', { name: REACH }).selectOption('all balancers of the cluster');
      await page.getByRole('button', { name: 'Drain B2' }).click();
      await page.getByText('lbsim ctl drain B2 --everywhere', { exact: true }).waitFor();
      const wordOfTwo = async (): Promise<unknown> => {
        const at = ['--to', String(await two.port())];
        return (await desk.json<{ operator: { admin: unknown } }>(...at, 'backends', 'B2')).operator.admin;
      };
      while ((await wordOfTwo()) !== 'drain');

      expect(await axeViolations(page, 'main')).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.setViewportSize({ width: 390, height: 844 });
      expect(await axeViolations(page, '.cluster')).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);

      await two.kill('SIGKILL');
      await members.getByRole('row', { name: /two/ }).waitFor({ state: 'detached' });
      await cluster.getByText('cluster_member').first().waitFor();

      await redis.kill();
      await cluster.getByText('store lost', { exact: true }).waitFor();
      await cluster.getByText('circuit open').waitFor();
      await redis.start();
      await cluster.getByText('store joined', { exact: true }).waitFor();
      await cluster.getByText('cluster_back', { exact: true }).first().waitFor(); // a busy machine may have lost it before
      expect(wrong).toEqual([]);
    });
  },
);
