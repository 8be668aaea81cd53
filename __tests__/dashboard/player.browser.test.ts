/// <reference lib="dom" />
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, expect, it } from '@jest/globals';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFolder } from '../helpers/folder.js';
import { runLbsim } from '../helpers/lbsim.js';
import { onlyWhere } from '../helpers/only-where.js';
import { CHROMIUM, useChromium } from '../simulator/page/chromium.js';
import { axeViolations } from './axe.js';

const onEnd = cleanup();

onlyWhere(CHROMIUM !== undefined, 'the player is looked at with Chromium').describe(
  'the page of a simulation',
  () => {
    const browser = useChromium();
    let folder: string;
    beforeEach(async () => {
      folder = await temporaryFolder(onEnd);
    });

    /** What was asked for beside the page itself, what the policy forbids, and what was thrown. */
    let wrong: string[];

    /** Opens the page of a run from disk. */
    async function opened(
      words: readonly string[],
      { bypassCSP = false, ...look }: BrowserContextOptions = {},
    ): Promise<Page> {
      const path = join(folder, 'page.html');
      const { status, stderr } = await runLbsim([...words, '--html', path, '--yes']);
      expect({ status, stderr }).toMatchObject({ status: 0 });
      return open(path, { bypassCSP, ...look });
    }

    async function open(path: string, look: BrowserContextOptions): Promise<Page> {
      const context = await browser().newContext(look);
      onEnd(() => context.close());
      const page = await context.newPage();
      const { href } = pathToFileURL(path);
      wrong = [];
      page.on('request', (request) => request.url() === href || wrong.push(request.url()));
      page.on('pageerror', (error) => wrong.push(error.message));
      page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()));
      await page.goto(href);
      return page;
    }

    const timeOf = async (page: Page): Promise<number> =>
      Number(await page.getByRole('slider', { name: 'Time' }).inputValue());

    const RUN = ['simulate', '--backends', '3', '--requests', '3000', '--algorithm', 'power-of-two'];

    it('plays from disk, pauses, goes faster and elsewhere, by keys and by buttons, and asks for nothing', async () => {
      const page = await opened(RUN);
      await page.getByRole('heading', { name: 'Watch the run' }).waitFor();
      await page.getByText('1 dot = 1 request.').waitFor();
      expect(await timeOf(page)).toBe(0);
      await page.keyboard.press('Space');
      await page.getByRole('button', { name: 'Pause' }).waitFor();
      await page.waitForFunction(
        () => Number(document.querySelector<HTMLInputElement>('#play input')?.value) > 0,
      );
      await page.keyboard.press('Space');
      await page.getByRole('button', { name: 'Play' }).waitFor();
      const paused = await timeOf(page);
      const speed = page.getByRole('combobox', { name: 'speed' });
      const before = Number(await speed.inputValue());
      await page.keyboard.press('+');
      expect(Number(await speed.inputValue())).toBeGreaterThan(before);
      await speed.selectOption('50');
      expect(await timeOf(page)).toBe(paused);
      const slider = page.getByRole('slider', { name: 'Time' });
      await slider.evaluate((input: HTMLInputElement) => {
        input.value = String(Number(input.max) / 2);
        input.dispatchEvent(new Event('input', { bubbles: true }));
      });
      expect(await timeOf(page)).toBeGreaterThan(paused + 1000);
      await slider.focus();
      await page.keyboard.press('Space');
      await page.getByRole('button', { name: 'Pause' }).click();
      expect(wrong).toEqual([]);
    });

    it('shows why the request of a dot went where it went, the backends in words, and a dot on its way', async () => {
      const page = await opened(RUN);
      await page.getByRole('button', { name: 'Next pick' }).click();
      const why = page.getByRole('region', { name: 'Why' });
      await why.getByText('request 1', { exact: true }).first().waitFor();
      expect(await why.getByRole('table', { name: 'Candidates' }).locator('tr.drawn').count()).toBe(2);
      expect(await why.locator('tr.chosen').count()).toBe(1);
      await page.keyboard.press('n');
      await why.getByText('request 2', { exact: true }).first().waitFor();
      const rows = page.getByRole('table', { name: 'Backends' }).getByRole('row');
      expect(await rows.count()).toBe(4);
      await rows.filter({ hasText: 'B1' }).getByText('up', { exact: true }).waitFor();
      // The box of the backend that the first one went to.
      const first = await why
        .getByRole('list', { name: 'Recent picks' })
        .getByRole('button')
        .last()
        .textContent();
      const backend = Number(/→ B(\d)/.exec(first ?? '')?.[1]);
      const canvas = page.locator('canvas');
      const { width = 0, height = 0 } = (await canvas.boundingBox()) ?? {};
      await canvas.click({ position: { x: width - 60, y: (height * (backend - 0.5)) / 3 } });
      await why.getByRole('button', { name: 'back to the last' }).waitFor();
      expect(await why.locator('.verdict').textContent()).toContain(`→ B${backend}`);
      expect(
        await canvas.evaluate((element: HTMLCanvasElement) => {
          const context = element.getContext('2d');
          const data = context?.getImageData(0, 0, element.width, element.height).data ?? [];
          return new Set(data).size;
        }),
      ).toBeGreaterThan(10);
      expect(wrong).toEqual([]);
    });

    it('shows where the hash of a client led, and lets one choose of several algorithms', async () => {
      const page = await opened([
        ...['compare', '--algorithms', 'round-robin,ring,maglev', '--keys', '50', '--requests', '2000'],
        ...['--backends', '40', '--load', '0.5:0.9:0.4'],
      ]);
      await page.getByRole('combobox', { name: 'algorithm' }).selectOption('ring');
      await page.getByRole('button', { name: 'Next pick' }).click();
      await page.getByRole('img', { name: /the client's hash 0x[0-9a-f]{8} is at/ }).waitFor();
      await page.getByText('Points of the ring, clockwise').waitFor();
      await page.getByRole('combobox', { name: 'algorithm' }).selectOption('maglev');
      await page.getByRole('button', { name: 'Next pick' }).click();
      await page.getByText('Entries of the table').waitFor();
      await page.getByRole('row', { name: /29 others/ }).waitFor();
      expect(wrong).toEqual([]);
    });

    it('has dots that do not travel where motion is reduced, until that is switched', async () => {
      const page = await opened(RUN, { reducedMotion: 'reduce' });
      await page.getByRole('button', { name: 'motion: off' }).click();
      await page.getByRole('button', { name: 'motion: on' }).waitFor();
      expect(wrong).toEqual([]);
    });

    it('is the page that it was without scripts, and with --no-play', async () => {
      const page = await opened(RUN, { javaScriptEnabled: false });
      const text = await page.locator('main').innerText();
      expect(await page.getByText('Watch the run').isVisible()).toBe(false);
      expect(text).toMatch(/^lbsim simulate\s+power-of-two on 3 backends/);
      const plain = await opened([...RUN, '--no-play']);
      expect(await plain.locator('script, #play').count()).toBe(0);
      expect((await plain.locator('main').innerText()).replace(' --no-play', '')).toBe(text);
      expect(wrong).toEqual([]);
    });

    it('is well-formed for those who read it with help, in both themes at three widths, and as wide as the window', async () => {
      const page = await opened(
        ['simulate', '--scenario', 'black-hole', '--algorithm', 'maglev', '--keys', '9'],
        {
          bypassCSP: true,
        },
      );
      await page.keyboard.press('n');
      for (const colorScheme of ['light', 'dark'] as const)
        for (const width of [390, 1280, 1920]) {
          await page.setViewportSize({ width, height: 800 });
          await page.emulateMedia({ colorScheme });
          const violations = await axeViolations(page, '#play');
          expect({ colorScheme, width, violations }).toEqual({ colorScheme, width, violations: [] });
          expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
        }
      expect(wrong).toEqual([]);
    });
  },
);
