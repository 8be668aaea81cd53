/// <reference lib="dom" />
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { expect, it } from '@jest/globals';
import { askOnce } from '../helpers/backends.js';
import { cleanup } from '../helpers/cleanup.js';
import { VIEW } from '../helpers/desk.js';
import { temporaryFile } from '../helpers/folder.js';
import { onlyWhere } from '../helpers/only-where.js';
import { CHROMIUM, useChromium } from '../simulator/page/chromium.js';
import { axeViolations } from './axe.js';
import { showDashboard } from './shown.js';

const onEnd = cleanup();

onlyWhere(CHROMIUM !== undefined, 'the dashboard is looked at with Chromium').describe(
  'what the dashboard gives away',
  () => {
    const browser = useChromium();

    it('is a page of the last 15 minutes, that works from a disk', async () => {
      const { page, desk, port, wrong } = await showDashboard(browser(), onEnd, [], { token: VIEW });
      await desk.ctl('drain', 'B2');
      await askOnce(port);
      const coming = page.waitForEvent('download');
      await page.getByRole('button', { name: 'save page' }).click();
      const download = await coming;
      expect(download.suggestedFilename()).toMatch(/^lbsim-\d{14}\.html$/);
      const saved = await temporaryFile(onEnd, 'saved.html', await readFile(await download.path(), 'utf8'));
      expect(wrong).toEqual([]);

      const context = await browser().newContext({ bypassCSP: true });
      onEnd(() => context.close());
      const report = await context.newPage();
      const asked: string[] = [];
      report.on('request', (request) => asked.push(request.url()));
      await report.goto(pathToFileURL(saved).href);
      await report.getByRole('rowheader', { name: 'B2', exact: true }).waitFor();
      await report.getByText('drain B2, by ctl').waitFor();
      for (const width of [390, 1280]) {
        await report.setViewportSize({ width, height: 800 });
        expect(await axeViolations(report)).toEqual([]);
        expect(await report.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      }
      expect(asked).toEqual([pathToFileURL(saved).href]);
    });

    it('is the configuration in force, as ctl has it', async () => {
      const { page, desk, url, wrong } = await showDashboard(browser(), onEnd);
      await desk.ctl('weight', 'B3', '7');
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: url });
      await page.locator('summary', { hasText: 'Configuration' }).click();
      const shown = page.getByRole('region', { name: 'Configuration in force' });
      await shown.getByText('@7').waitFor();
      await page.getByRole('button', { name: 'copy', exact: true }).click();
      await page.getByText('Copied.').waitFor();
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      expect(copied.trim()).toBe((await desk.ctl('config')).trim());
      expect(wrong).toEqual([]);
    });
  },
);
