/// <reference lib="dom" />
import { createServer, type AddressInfo } from 'node:net';
import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { askOnce } from '../helpers/backends.js';
import { startServer } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { OPERATE } from '../helpers/desk.js';
import { onlyWhere } from '../helpers/only-where.js';
import { CHROMIUM, useChromium } from '../simulator/page/chromium.js';
import { showDashboard } from './shown.js';

const onEnd = cleanup();
const TEXTS = [
  ['markup', '<img src=x onerror=alert(1)>'],
  ['right to left', '\u202Eevil مرحبا'],
  ['emoji', '👩‍🚒🚒'],
  ['200 characters', 'x'.repeat(200)],
] as const;

/** Whether all of it fits, as wide as a telephone and as a projector; and nothing of it is a picture or wider than its panel. */
async function expectLaidOut(page: Page): Promise<void> {
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    expect(await page.locator('img').count()).toBe(0);
    await page.waitForFunction(() => document.documentElement.scrollWidth <= innerWidth); // once the charts have their size
    const why = await page
      .getByRole('region', { name: 'Why' })
      .evaluate((one) => one.scrollWidth - one.clientWidth);
    expect(why).toBeLessThanOrEqual(0);
  }
}

/** A backend joins, of any name. */
async function add(url: string, name: string, port: number): Promise<void> {
  const { status } = await fetch(`${url}/v1/backends`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${OPERATE}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ name, host: '127.0.0.1', port }),
  });
  expect(status).toBe(201);
}

onlyWhere(CHROMIUM !== undefined, 'the dashboard is looked at with Chromium').describe(
  'text of others on the dashboard',
  () => {
    const browser = useChromium();

    it.each(TEXTS)('is text as the name of a backend: %s', async (_, name) => {
      const words = ['--sticky-key', 'ip', '--algorithm', 'ring'];
      const { page, url, port, desk, wrong } = await showDashboard(browser(), onEnd, words, {
        names: ['B1'],
      });
      await add(url, name, (await startServer('X', onEnd)).port);
      await page.getByRole('rowheader', { name, exact: true }).waitFor();
      await page.getByRole('button', { name: `Drain ${name}`, exact: true }).click();
      await page.locator('.said code', { hasText: name }).waitFor();
      await page.getByRole('button', { name: `Ready ${name}`, exact: true }).click();
      await desk.ctl('maint', 'B1');
      await askOnce(port);
      const why = page.getByRole('region', { name: 'Why' });
      await why.locator('.verdict', { hasText: name }).waitFor();
      await why.getByRole('list', { name: 'Owners around the client' }).getByText(name).first().waitFor();
      await page.locator('summary', { hasText: 'Sessions' }).click();
      await page.getByRole('combobox', { name: 'Backend of 127.0.0.1' }).waitFor();
      await page.locator('summary', { hasText: 'Configuration' }).click();
      await page.locator('.config', { hasText: '127.0.0.1' }).waitFor();
      await page.locator('.charts .legend', { hasText: name }).first().waitFor();
      await expectLaidOut(page);
      expect(wrong).toEqual([]);
    });

    it('is text as what a backend answered to its health check', async () => {
      const words = ['--health-check', 'expect:OK', '--health-check-interval', '0.5'];
      const { page, url, wrong } = await showDashboard(browser(), onEnd, words, { names: ['B1'] });
      const [[, text]] = TEXTS;
      const backend = createServer((socket) => socket.on('error', () => undefined).end(text));
      await new Promise<void>((resolve) => backend.listen(0, '127.0.0.1', resolve));
      onEnd(() => void backend.close());
      await add(url, 'evil', (backend.address() as AddressInfo).port);
      await page
        .getByRole('row', { name: /evil/ })
        .getByText(`expected "OK", got "${text}"`)
        .first()
        .waitFor();
      await expectLaidOut(page);
      expect(wrong).toEqual([]);
    });
  },
);
