import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { renderPage } from '../../../lib/simulator/page/page.js';
import { BACKEND_COLOURS, COLOURS } from '../../../lib/simulator/page/series-style.js';
import { CHROMIUM, startChromium } from './chromium.js';
import { material, TROUBLE } from './outcomes.js';
import { coloursOf, groundOf, overflows, overlaps, plotsOf, type SeenPlot } from './seen.js';
import { onlyWhere } from '../../helpers/only-where.js';

const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 400, height: 800 };

/** The plots of each kind of page, and how many lines each has. */
const KINDS = {
  loads: {
    ...{ 'load-p99-linear': 5, 'load-p99-logarithmic': 5, 'load-mean-linear': 5, 'load-mean-logarithmic': 5 },
    ...{ 'tail-plot': 3, ...bars(3) },
  },
  scenario: {
    ...{ 'tail-plot': 3, 'queue-0': 3, 'queue-1': 3, 'queue-2': 3 },
    ...{ 'course-answered': 3, 'course-failed': 3, 'course-latency': 3 },
    ...bars(3),
  },
};

function bars(policies: number): Record<string, number> {
  return Object.fromEntries(
    Array.from({ length: policies }, (_, index) => [
      [`share-${index}`, 0],
      [`utilisation-${index}`, 0],
    ]).flat(),
  ) as Record<string, number>;
}

/** What a browser said of a page, and asked for. */
interface Said {
  readonly console: string[];
  readonly requests: string[];
}

interface Looked {
  readonly plots: readonly SeenPlot[];
  readonly overlaps: readonly string[];
  readonly overflows: readonly string[];
  readonly said: Said;
}

onlyWhere(CHROMIUM !== undefined, 'whether pages look right takes Chromium').describe(
  'a page in a browser',
  () => {
    let folder: string;
    const urls = new Map<string, string>();
    let browser: Browser;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'lbsim-page-'));
      const loads = await material({ loads: [0.5, 0.6, 0.7, 0.8, 0.9], replications: 2 });
      const scenario = await material({
        scenario: { ...TROUBLE, name: 'a-name-without-an-end-'.repeat(5) },
        load: 0.8,
        backends: 6,
      });
      for (const [kind, { outcomes, context }] of Object.entries({ loads, scenario })) {
        const file = join(folder, `${kind}.html`);
        writeFileSync(file, renderPage(outcomes, context));
        urls.set(kind, pathToFileURL(file).href);
      }
      browser = await startChromium();
    });

    afterAll(async () => {
      await browser.close();
      rmSync(folder, { recursive: true });
    });

    /** Opens a page without JavaScript, as a reader's browser may be; what the test runs in it still works. */
    async function seen<T>(
      kind: string,
      options: BrowserContextOptions,
      look: (page: Page, said: Said) => Promise<T>,
    ): Promise<T> {
      const context = await browser.newContext({ ...options, javaScriptEnabled: false });
      try {
        const page = await context.newPage();
        const said: Said = { console: [], requests: [] };
        page.on('console', (message) => said.console.push(message.text()));
        page.on('pageerror', ({ message }) => said.console.push(message));
        page.on('request', (request) => said.requests.push(request.url()));
        await page.goto(urls.get(kind) ?? '');
        return await look(page, said);
      } finally {
        await context.close();
      }
    }

    describe.each(Object.entries(KINDS))('about %s', (kind, expected) => {
      describe.each([
        ['wide and light', { viewport: WIDE, colorScheme: 'light' as const }],
        ['wide and dark', { viewport: WIDE, colorScheme: 'dark' as const }],
        ['narrow and light', { viewport: NARROW, colorScheme: 'light' as const }],
        ['narrow and dark', { viewport: NARROW, colorScheme: 'dark' as const }],
      ])('%s', (_name, options) => {
        let looked: Looked;
        beforeAll(async () => {
          looked = await seen(kind, options, async (page, said) => ({
            plots: await plotsOf(page),
            overlaps: await overlaps(page),
            overflows: await overflows(page),
            said,
          }));
        });

        it('shows all its plots, with all their lines', () => {
          const size = options.viewport === WIDE ? 'wide' : 'narrow';
          expect(Object.fromEntries(looked.plots.map(({ id, curves }) => [id, curves]))).toEqual(
            Object.fromEntries(Object.entries(expected).map(([id, curves]) => [`${id}-${size}`, curves])),
          );
          for (const { width, height } of looked.plots) {
            expect(width).toBeGreaterThan(300);
            expect(height).toBeGreaterThan(100);
          }
        });

        it('has no text upon text, and nothing that is wider than the screen', () => {
          expect(looked.overlaps).toEqual([]);
          expect(looked.overflows).toEqual([]);
        });

        it('asks for nothing but itself, and has nothing to complain of', () => {
          expect(looked.said).toEqual({ console: [], requests: [urls.get(kind)] });
        });
      });
    });

    it('is dark in the dark, and light on paper', async () => {
      const dark = { viewport: WIDE, colorScheme: 'dark' as const };
      expect(await seen('loads', { viewport: WIDE, colorScheme: 'light' }, groundOf)).toBe(
        'rgb(255, 255, 255)',
      );
      expect(await seen('loads', dark, groundOf)).toBe('rgb(20, 23, 27)');
      const printed = await seen('loads', dark, async (page) => {
        await page.emulateMedia({ media: 'print' });
        return groundOf(page);
      });
      expect(printed).toBe('rgb(255, 255, 255)');
    });

    it('has colours that stand out from the ground, in light and in dark', async () => {
      const names = [
        ...['--ground', '--muted'],
        ...Array.from({ length: COLOURS }, (_, n) => `--colour-${n}`),
        ...Array.from({ length: BACKEND_COLOURS }, (_, n) => `--backend-${n}`),
      ];
      for (const colorScheme of ['light', 'dark'] as const) {
        const colours = await seen('loads', { viewport: WIDE, colorScheme }, (page) =>
          coloursOf(page, names),
        );
        const [ground = 0, ...others] = colours.map(luminance);
        for (const other of others) expect(contrast(ground, other)).toBeGreaterThanOrEqual(3);
      }
    });
  },
);

/** Of a colour `#rrggbb` (WCAG 2, relative luminance). */
function luminance(colour: string): number {
  const parts = [1, 3, 5].map((from) => parseInt(colour.slice(from, from + 2), 16) / 255);
  const [red = 0, green = 0, blue = 0] = parts.map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: number, b: number): number {
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}
