/// <reference lib="dom" />
import { expect, it } from '@jest/globals';
import { askOnce } from '../helpers/backends.js';
import { cleanup } from '../helpers/cleanup.js';
import { onlyWhere } from '../helpers/only-where.js';
import { CHROMIUM, useChromium } from '../simulator/page/chromium.js';
import { showDashboard } from './shown.js';

const onEnd = cleanup();

onlyWhere(CHROMIUM !== undefined, 'the dashboard is looked at with Chromium').describe(
  'the dashboard of a balancer that was started again',
  () => {
    const browser = useChromium();

    it.each(['SIGTERM', 'SIGKILL'] as const)(
      'goes on with it after %s, and has nothing of the one before',
      async (signal) => {
        const { page, lb, port, desk, tokens, again } = await showDashboard(browser(), onEnd);
        const events = page.getByRole('list', { name: 'Events' });
        await desk.ctl('drain', 'B2');
        await events.getByText('drain B2').first().waitFor();
        await askOnce(port);
        await page.getByRole('table', { name: 'Candidates' }).waitFor();
        await lb.kill(signal);
        await page.getByText('the balancer is gone').waitFor();

        await again('--admin-token-file', tokens);
        await page.getByText('live', { exact: true }).waitFor();
        await page.getByRole('row', { name: /B2/ }).getByText('up', { exact: true }).first().waitFor();
        await events.getByText('drain B2').waitFor({ state: 'detached' });
        await page.getByText('The next connection is explained here.').waitFor();
        expect(await askOnce(port)).toContain('[B1]');
        await page.getByRole('table', { name: 'Candidates' }).waitFor();
        await page.getByRole('button', { name: 'Drain B3' }).click();
        await events.getByText('drain B3').first().waitFor();
        expect(await desk.json('backends', 'B3')).toMatchObject({ effective: { state: 'drain' } });
      },
    );

    it('says so where it has other tokens, and takes the new address', async () => {
      const { page, lb, url, again } = await showDashboard(browser(), onEnd);
      await lb.kill('SIGTERM');
      await page.getByText('the balancer is gone').waitFor();
      const other = await again();
      await page.getByText('this page needs a token').waitFor();
      await page.goto(/http:\S+/.exec(other.stdout)?.[0] ?? '');
      await page.getByText('live', { exact: true }).waitFor();
      expect(page.url()).toBe(`${url}/`);
    });
  },
);
