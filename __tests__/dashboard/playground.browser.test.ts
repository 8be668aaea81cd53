/// <reference lib="dom" />
import { expect, it } from '@jest/globals';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFolder } from '../helpers/folder.js';
import { Lbsim } from '../helpers/lbsim.js';
import { onlyWhere } from '../helpers/only-where.js';
import { stretched } from '../helpers/slow-machine.js';
import { CHROMIUM, useChromium } from '../simulator/page/chromium.js';
import { axeViolations } from './axe.js';

const onEnd = cleanup();

/** Once it has said where its page is. */
async function startPlayground(): Promise<Lbsim> {
  const env = { XDG_RUNTIME_DIR: await temporaryFolder(onEnd) };
  const lbsim = new Lbsim(['playground', '--no-open'], { env });
  onEnd(() => lbsim.kill('SIGINT'));
  while (!lbsim.stdout.includes('\n')) await new Promise((go) => lbsim.child.stdout?.once('data', go));
  return lbsim;
}

onlyWhere(CHROMIUM !== undefined, 'the playground is looked at with Chromium').describe(
  'the playground',
  () => {
    const browser = useChromium();

    it('shows connections that move within three seconds of the page being opened', async () => {
      const lbsim = await startPlayground();
      const page = await browser().newPage();
      onEnd(() => page.close());
      const before = stretched(3000);
      await page.goto(lbsim.stdout.trim());
      const shown = await page.waitForFunction(() => performance.getEntriesByName('first-dot')[0]?.startTime);
      expect(await shown.jsonValue()).toBeLessThan(Math.max(before, stretched(3000)));
    });

    it('has its load, its processes and its scenes on the page', async () => {
      const lbsim = await startPlayground();
      const context = await browser().newContext({ bypassCSP: true, viewport: { width: 1280, height: 720 } });
      onEnd(() => context.close());
      const page = await context.newPage();
      const wrong: string[] = [];
      page.on('pageerror', (error) => wrong.push(error.message));
      page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()));
      await page.goto(lbsim.stdout.trim());

      await page.getByRole('slider', { name: 'Rate' }).waitFor();
      const backends = await page.getByRole('table', { name: 'Backends' }).boundingBox();
      const foot = await page.locator('.said').boundingBox();
      expect((backends?.y ?? 0) + (backends?.height ?? 0)).toBeLessThanOrEqual(foot?.y ?? 0);

      await page.getByRole('slider', { name: 'Rate' }).focus();
      await page.keyboard.press('End');
      await lbsim.until('the load', () => lbsim.all('operated').some(({ value }) => value === 500));
      await page.getByRole('combobox', { name: 'Pattern' }).selectOption('burst');
      await lbsim.until('the pattern', () => lbsim.all('operated').some(({ value }) => value === 'burst'));

      await page.getByRole('button', { name: 'Kill B2' }).click();
      await page.getByRole('button', { name: 'Start B2' }).click();
      expect(await lbsim.event('failback')).toMatchObject({ backend: 'B2' });
      await page.getByRole('button', { name: 'Kill B2' }).waitFor();

      await page.getByRole('button', { name: 'Black hole' }).click();
      await page.getByText('B2 passes its health check').waitFor();
      await page.getByRole('combobox', { name: 'Algorithm' }).and(page.locator('select')).waitFor();

      const violations = await axeViolations(page, '.playground');
      expect({ violations, wrong }).toEqual({ violations: [], wrong: [] });
    });
  },
);
