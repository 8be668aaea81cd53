/// <reference lib="dom" />
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import { renderPage } from '../../../lib/simulator/page/page.js';
import { onlyWhere } from '../../helpers/only-where.js';
import { CHROMIUM, startChromium } from './chromium.js';
import { material, TROUBLE } from './outcomes.js';

const WIDE = { width: 1280, height: 900 };
const PHONE = { width: 400, height: 800 };
/** Where the sign is that a table goes on, from its upper right corner, in pixels. */
const CUE = { width: 9, height: 22 };

onlyWhere(CHROMIUM !== undefined, 'whether a page can be used takes Chromium').describe(
  'a reader of a page',
  () => {
    let folder: string;
    let url: string;
    let browser: Browser;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'lbsim-page-'));
      const { outcomes, context } = await material(
        { scenario: TROUBLE, load: 0.8, backends: 6, replications: 3 },
        ['round-robin', 'least-connections', 'peak-ewma'],
      );
      const file = join(folder, 'page.html');
      writeFileSync(file, renderPage(outcomes, context));
      url = pathToFileURL(file).href;
      browser = await startChromium();
    });

    afterAll(async () => {
      await browser.close();
      rmSync(folder, { recursive: true });
    });

    /** Opens the page without JavaScript. */
    async function read<T>(viewport: typeof WIDE, look: (page: Page) => Promise<T>): Promise<T> {
      const context = await browser.newContext({ viewport, javaScriptEnabled: false });
      try {
        const page = await context.newPage();
        await page.goto(url);
        return await look(page);
      } finally {
        await context.close();
      }
    }

    it('sees what was answered and p99 on a narrow screen without scrolling', async () => {
      const seen = await read(PHONE, (page) =>
        page.evaluate(() => {
          const table = document.querySelector('#figures .scroll');
          const right = table?.getBoundingClientRect().right ?? 0;
          const heads = [...(table?.querySelectorAll('thead th') ?? [])].map((head) => head.textContent);
          const rows = [...(table?.querySelectorAll('tbody tr') ?? [])];
          const boxes = rows.map((row) => [...row.children].map((cell) => cell.getBoundingClientRect()));
          const inSight = heads.filter((_, column) =>
            boxes.every(
              (row) =>
                (row[column]?.right ?? Infinity) <= right && (row[column]?.bottom ?? Infinity) <= innerHeight,
            ),
          );
          return { heads, inSight, rows: rows.length };
        }),
      );
      expect(seen.rows).toBe(3);
      expect(seen.inSight.slice(0, 4)).toEqual(['algorithm', 'answered', 'mean of the answered', 'p99']);
      expect(seen.inSight.length).toBeLessThan(seen.heads.length);
    });

    /** What is at the right end of a table's upper edge, where no text is. */
    async function cueOf(page: Page, table: Locator): Promise<Buffer> {
      const box = await table.boundingBox();
      if (box === null) throw new Error('there is no table');
      return page.screenshot({ clip: { x: box.x + box.width - CUE.width, y: box.y, ...CUE } });
    }

    it('sees that a table goes on, until its end', async () => {
      const [start, end] = await read(PHONE, async (page) => {
        const table = page.locator('#figures .scroll');
        const before = await cueOf(page, table);
        await table.evaluate((element) => (element.scrollLeft = element.scrollWidth));
        return [before, await cueOf(page, table)];
      });
      const blank = await read(WIDE, (page) => cueOf(page, page.locator('#figures .scroll')));
      expect(start.equals(end)).toBe(false);
      expect(end.equals(blank)).toBe(true);
    });

    it('knows the algorithm of a row at the end of a table too', async () => {
      const left = await read(PHONE, async (page) => {
        const table = page.locator('#figures .scroll');
        await table.evaluate((element) => (element.scrollLeft = element.scrollWidth));
        const name = await table.locator('tbody th').first().boundingBox();
        return (name?.x ?? 0) - ((await table.boundingBox())?.x ?? 0);
      });
      expect(left).toBe(0);
    });

    /** The lines of a section that can be seen, by the classes of their series. */
    function seriesOf(page: Page, section: string): Promise<string[]> {
      return page.evaluate(
        (id) =>
          [...document.querySelectorAll(`#${id} .plot.wide [class^="series-"]`)]
            .filter((group) => getComputedStyle(group).display !== 'none')
            .map((group) => `${group.closest('svg')?.id ?? ''} ${group.getAttribute('class') ?? ''}`),
        section,
      );
    }

    it('switches lines off and on again by the keyboard, in one section only', async () => {
      await read(WIDE, async (page) => {
        const [all, others] = [await seriesOf(page, 'flow'), await seriesOf(page, 'tail')];
        expect(all).toHaveLength(9);
        await page.locator('#flow').getByRole('checkbox', { name: 'least-connections' }).focus();
        await page.keyboard.press('Space');
        expect(await seriesOf(page, 'flow')).toEqual(all.filter((name) => !name.endsWith('series-1')));
        expect(await seriesOf(page, 'tail')).toEqual(others);
        await page.keyboard.press('Space');
        expect(await seriesOf(page, 'flow')).toEqual(all);
      });
    });

    it('switches off a backend and all others by the mouse', async () => {
      await read(WIDE, async (page) => {
        await page.locator('#queues').getByText('B2', { exact: true }).first().click();
        await page.locator('#queues').getByText('the other 4').click();
        expect(new Set(await seriesOf(page, 'queues'))).toEqual(
          new Set(['queue-0-wide series-1', 'queue-1-wide series-1', 'queue-2-wide series-1']),
        );
      });
    });

    it('finds values wherever a plot is pointed at, in front of its lines', async () => {
      const titles = await read(WIDE, (page) =>
        page.evaluate(() =>
          ['course-answered', 'course-latency', 'queue-1', 'tail-plot'].map((id) => {
            const plot = document.querySelector(`#${id}-wide`);
            plot?.scrollIntoView();
            const { left, width, top, height } = plot?.getBoundingClientRect() ?? new DOMRect();
            const at = [0.2, 0.4, 0.6, 0.8].map((share) =>
              document.elementFromPoint(left + share * width, top + 0.55 * height),
            );
            return at.every((element) =>
              /round-robin|B2|others/.test(element?.querySelector('title')?.textContent ?? ''),
            );
          }),
        ),
      );
      expect(titles).toEqual([true, true, true, true]);
    });
  },
);
