/// <reference lib="dom" />
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { askOnce, TestClient } from '../helpers/backends.js';
import { startServer } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { Desk } from '../helpers/desk.js';
import { temporaryFile } from '../helpers/folder.js';
import type { Lbsim } from '../helpers/lbsim.js';
import { onlyWhere } from '../helpers/only-where.js';
import { CHROMIUM, startChromium } from '../simulator/page/chromium.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const OPERATE = 'operate-operate-operate';
const VIEW = 'view-view-view-view';
const onEnd = cleanup();

/** A page on a balancer of its own, and all that the page must not do. */
interface Shown {
  readonly desk: Desk;
  readonly lb: Lbsim;
  readonly port: number;
  readonly url: string;
  readonly page: Page;
  /** Requests that leave the origin, what the policy forbids, and what was thrown. */
  readonly wrong: string[];
}

onlyWhere(CHROMIUM !== undefined, 'the dashboard is looked at with Chromium').describe(
  'the dashboard',
  () => {
    let browser: Browser;

    beforeAll(async () => {
      browser = await startChromium();
    });

    afterAll(() => browser.close());

    async function shown(
      words: readonly string[] = [],
      {
        names = ['B1', 'B2', 'B3'],
        token = OPERATE,
        ...look
      }: BrowserContextOptions & { names?: string[]; token?: string } = {},
    ): Promise<Shown> {
      const desk = await Desk.open(onEnd);
      const backends = await Promise.all(names.map((name) => startServer(name, onEnd)));
      const tokens = await temporaryFile(onEnd, 'tokens', `${OPERATE}\n${VIEW}\n`);
      const lb = await desk.balance(backends, '--admin', '0', '--admin-token-file', tokens, ...words);
      const url = String((await lb.event('admin_listening')).url);
      const context = await browser.newContext(look);
      onEnd(() => context.close());
      const page = await context.newPage();
      const wrong: string[] = [];
      page.on(
        'request',
        (request) =>
          request.url().startsWith(url) || request.url().startsWith('data:') || wrong.push(request.url()),
      );
      page.on('pageerror', (error) => wrong.push(error.message));
      page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()));
      await page.goto(`${url}/#token=${token}`);
      await page.getByRole('rowheader', { name: names.at(-1) ?? '', exact: true }).waitFor();
      return { desk, lb, port: await lb.port(), url, page, wrong };
    }

    it('shows each backend, why the last connection got its own, and takes the token out of its address', async () => {
      const { page, port, url, wrong } = await shown();
      expect(page.url()).toBe(`${url}/`);
      expect(await page.getByRole('table', { name: 'Backends' }).getByRole('row').count()).toBe(4);
      expect(await askOnce(port)).toContain('[B1]');
      const why = page.getByRole('region', { name: 'Why' });
      await why
        .getByText('it is the turn of B1')
        .or(why.getByText('B1', { exact: true }))
        .first()
        .waitFor();
      await page.reload();
      await page.getByRole('row', { name: /B2/ }).waitFor();
      expect(wrong).toEqual([]);
    });

    it('does what its controls say, and says the line of ctl that does the same', async () => {
      const { desk, page, wrong } = await shown();
      await page.getByRole('button', { name: 'Drain B2' }).click();
      await page.getByText('lbsim ctl drain B2', { exact: true }).waitFor();
      await page.getByRole('row', { name: /B2/ }).getByText('drain', { exact: true }).first().waitFor();
      expect(await desk.json('backends', 'B2')).toMatchObject({ effective: { state: 'drain' } });
      await page.getByRole('button', { name: 'Maintenance B3' }).click();
      await page.getByText('lbsim ctl maint B3', { exact: true }).waitFor();
      await page.getByRole('button', { name: 'Ready B2' }).click();
      await page.getByText('lbsim ctl ready B2', { exact: true }).waitFor();
      await page.getByRole('spinbutton', { name: 'Weight of B1' }).fill('5');
      await page.getByRole('spinbutton', { name: 'Weight of B1' }).press('Tab');
      await page.getByText('lbsim ctl weight B1 5', { exact: true }).waitFor();
      await page.getByRole('combobox', { name: 'Algorithm' }).selectOption('least-connections');
      await page.getByText('lbsim ctl algorithm least-connections', { exact: true }).waitFor();
      const { items: states } = await desk.json<{
        items: { name: string; effective: { state: string; weight: number } }[];
      }>('backends');
      for (const { name, effective } of states) {
        const row = page.getByRole('row', { name: new RegExp(name) });
        await row.getByText(effective.state, { exact: true }).first().waitFor();
        expect(await page.getByRole('spinbutton', { name: `Weight of ${name}` }).inputValue()).toBe(
          String(effective.weight),
        );
      }
      expect(states.map(({ effective: { state, weight } }) => [state, weight])).toEqual([
        ['up', 5],
        ['up', 1],
        ['maint', 1],
      ]);
      expect(await desk.ctl('algorithm')).toBe('least-connections\n');
      await page.getByRole('list', { name: 'Events' }).getByText('operated').first().waitFor();
      expect(wrong).toEqual([]);
    });

    it('gives a lesson by keys alone: hold, predict, step, release', async () => {
      const { page, port, lb, wrong } = await shown();
      const { keyboard } = page;
      await keyboard.press('h');
      await page.getByText('Held: the next client will wait.').waitFor();
      const clients = [await TestClient.connect(port), await TestClient.connect(port)];
      const answers = clients.map((client) => client.ask('x'));
      await page.getByText('Held: 2 waiting.').waitFor();
      while (
        !(await page
          .getByRole('button', { name: 'Release' })
          .evaluate((one) => one === document.activeElement))
      )
        await keyboard.press('Tab');
      await keyboard.press('Tab');
      expect(
        await page
          .getByRole('checkbox', { name: 'Predict' })
          .evaluate((one) => one.matches(':focus-visible')),
      ).toBe(true);
      await keyboard.press('Space');
      await keyboard.press('Shift+Tab');
      await keyboard.press('Shift+Tab');
      await keyboard.press('Space'); // on Step itself
      await page.getByText('Which backend will it be?').waitFor();
      await keyboard.press('2');
      await page.getByText('It was B1, not B2. 0 of 1 right').waitFor();
      expect(await Promise.race(answers)).toBe('[B1] x');
      await page.getByRole('region', { name: 'Why' }).getByRole('row', { name: /B1 ✓/ }).waitFor();
      await keyboard.press('Escape');
      await keyboard.press('r');
      expect((await Promise.all(answers)).sort()).toEqual(['[B1] x', '[B2] x']);
      expect(lb.all('operated').map(({ operation }) => operation)).toEqual(['hold', 'step', 'release']);
      await keyboard.press('Shift+?');
      await page.getByRole('dialog', { name: 'Keys' }).waitFor();
      await keyboard.press('Escape');
      await keyboard.press('p');
      expect(await page.locator('html.presenting').count()).toBe(1);
      expect(wrong).toEqual([]);
    });

    it('asks twice before it closes connections', async () => {
      const { page, port, wrong } = await shown();
      const client = await TestClient.connect(port);
      await client.ask('x');
      const closed = once(client.socket, 'end');
      const button = page.getByRole('button', { name: 'Close 1 connections of B1' });
      await button.click();
      await page.getByRole('button', { name: 'Close 1 connections of B1: sure?' }).click();
      await page.getByText('lbsim ctl kill --backend B1', { exact: true }).waitFor();
      await closed;
      expect(wrong).toEqual([]);
    });

    it('only looks with the token that may only look', async () => {
      const { page, wrong } = await shown([], { token: VIEW });
      const row = page.getByRole('row', { name: /B1/ });
      for (const button of await row.getByRole('button').all()) expect(await button.isDisabled()).toBe(true);
      expect(await page.getByRole('combobox', { name: 'Algorithm' }).isDisabled()).toBe(true);
      expect(await page.getByRole('button', { name: 'Drain B1' }).getAttribute('title')).toContain(
        'may only look',
      );
      expect(wrong).toEqual([]);
    });

    it('says so without a token', async () => {
      const { url } = await shown();
      const page = await browser.newPage();
      onEnd(() => page.close());
      await page.goto(url);
      await page.getByText('this page needs a token').waitFor();
    });

    it.each([
      ['markup', '<img src=x onerror=alert(1)>'],
      ['right to left', '\u202Eevil'],
      ['emoji', '👩‍🚒🚒'],
      ['200 characters', 'x'.repeat(200)],
    ])('shows %s in events as text', async (_, text) => {
      const { page, desk, wrong } = await shown();
      const { stderr } = await desk.refused('pin', text, 'B1');
      expect(stderr).toMatch(/sticky/);
      await page.getByRole('searchbox', { name: 'Filter of events' }).fill(text);
      expect(await page.locator('img').count()).toBe(0);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      expect(wrong).toEqual([]);
    });

    it('goes on after its balancer stood still, and after it was gone', async () => {
      const { page, lb } = await shown();
      lb.child.kill('SIGSTOP');
      await page.getByText('no word for').waitFor();
      lb.child.kill('SIGCONT');
      await page.getByText('live', { exact: true }).waitFor();
      lb.child.kill('SIGTERM');
      await page.getByText('the balancer is gone').waitFor();
    });

    it.each(
      (['light', 'dark'] as const).flatMap((colorScheme) =>
        [390, 1280, 1920].map((width) => [colorScheme, width] as const),
      ),
    )('has nothing that axe finds wrong: %s, %i wide', async (colorScheme, width) => {
      const { page, port } = await shown([], {
        colorScheme,
        viewport: { width, height: 800 },
        bypassCSP: true,
      });
      await askOnce(port);
      await page.getByRole('table', { name: 'Candidates' }).waitFor();
      await page.addScriptTag({ content: AXE });
      const found = await page.evaluate(async () => {
        const { axe } = window as unknown as {
          axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
        };
        return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
      });
      expect(found).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    });
  },
);
