/// <reference lib="dom" />
import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { askOnce } from '../helpers/backends.js';
import { cleanup } from '../helpers/cleanup.js';
import { onlyWhere } from '../helpers/only-where.js';
import { CHROMIUM, useChromium } from '../simulator/page/chromium.js';
import { showDashboard } from './shown.js';

const onEnd = cleanup();

/** How far down the page each control stands, by its name, but those of the explanation, which are another's each time. */
async function heights(page: Page): Promise<Readonly<Record<string, number>>> {
  return page.evaluate(() => {
    const controls = [...document.querySelectorAll<HTMLElement>('button, input, select, summary')];
    const shown = controls.filter((control) => control.checkVisibility() && control.closest('.why') === null);
    const names = shown.map((control, index) =>
      `${index} ${control.ariaLabel ?? control.tagName}`.replace(/Close \d+/, 'Close'),
    );
    const tops = shown.map((control) => Math.round(control.getBoundingClientRect().top + scrollY));
    return Object.fromEntries(names.map((name, index) => [name, tops[index] ?? NaN]));
  });
}

onlyWhere(CHROMIUM !== undefined, 'the dashboard is looked at with Chromium').describe(
  'the dashboard, when something comes up',
  () => {
    const browser = useChromium();

    it.each([390, 1280])('has everything where it was, at %i', async (width) => {
      const viewport = { width, height: 3000 };
      const { page, desk, port } = await showDashboard(browser(), onEnd, [], { viewport });
      const before = await heights(page);
      const events = page.getByRole('list', { name: 'Events' });
      for (const [words, line] of [
        [['set', 'queue-max', '9'], 'set queue-max 9'],
        [['drain', 'B1'], 'drain B1'],
        [['weight', 'B2', '7'], 'weight B2 7'],
      ] as const) {
        await desk.ctl(...words);
        await events.getByText(line).first().waitFor();
      }
      await askOnce(port);
      const legend = page.locator('figure', { hasText: 'Connections a second' }).locator('li');
      await legend.filter({ hasText: /B3 *\d/ }).waitFor();
      expect(await heights(page)).toEqual(before);
    });
  },
);
