/// <reference lib="dom" />
import { once } from 'node:events';
import { expect, it } from '@jest/globals';
import { askOnce, TestClient } from '../helpers/backends.js';
import { cleanup } from '../helpers/cleanup.js';
import { OPERATE, VIEW } from '../helpers/desk.js';
import { onlyWhere } from '../helpers/only-where.js';
import { CHROMIUM, useChromium } from '../simulator/page/chromium.js';
import { axeViolations } from './axe.js';
import { REACH, showDashboard, type Look, type Shown } from './shown.js';

const onEnd = cleanup();

onlyWhere(CHROMIUM !== undefined, 'the dashboard is looked at with Chromium').describe(
  'the dashboard',
  () => {
    const browser = useChromium();

    const shown = (words?: readonly string[], look?: Look): Promise<Shown> =>
      showDashboard(browser(), onEnd, words, look);

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
      expect(await page.getByRole('region', { name: 'Cluster' }).count()).toBe(0); // it is alone
      expect(await page.getByRole('combobox', { name: REACH }).count()).toBe(0);
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
      await page.getByRole('spinbutton', { name: 'Weight of B1' }).fill('');
      await page.getByRole('spinbutton', { name: 'Weight of B1' }).pressSequentially('25', { delay: 700 }); // news come meanwhile
      await page.getByRole('spinbutton', { name: 'Weight of B1' }).press('Tab');
      await page.getByText('lbsim ctl weight B1 25', { exact: true }).waitFor();
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
        ['up', 25],
        ['up', 1],
        ['maint', 1],
      ]);
      expect(await desk.ctl('algorithm')).toBe('least-connections\n');
      await page.getByRole('list', { name: 'Events' }).getByText('operated').first().waitFor();
      expect(wrong).toEqual([]);
    });

    it('takes keys as soon as it shows backends, however late it hears what it may do', async () => {
      const { page, url } = await shown();
      await page.route(`${url}/v1`, async (route) => {
        await new Promise((resolve) => setTimeout(resolve, 1000));
        await route.continue();
      });
      await page.reload();
      await page.getByRole('rowheader', { name: 'B3', exact: true }).waitFor();
      await page.keyboard.press('h');
      await page.getByText('Held: the next client will wait.').waitFor();
    });

    it('takes no keys while its list of keys is open, and takes them as soon as it is closed', async () => {
      const { page, lb } = await shown();
      const taken = await page.evaluate(() => {
        const help = document.querySelector<HTMLDialogElement>('#help');
        const button = help?.querySelector('button');
        const press = (): boolean => {
          button?.dispatchEvent(new KeyboardEvent('keydown', { key: 'h', bubbles: true }));
          return (
            button?.dispatchEvent(
              new KeyboardEvent('keydown', { key: 'p', bubbles: true, cancelable: true }),
            ) === false
          );
        };
        help?.showModal();
        const open = press();
        help?.close();
        return [open, press()]; // before the next frame, which would take the focus from its button
      });
      expect(taken).toEqual([false, true]);
      await page.locator('html.presenting').waitFor();
      await lb.until('the hold', () => lb.all('operated').length > 0);
      expect(lb.all('operated').map(({ operation }) => operation)).toEqual(['hold']);
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
      await lb.until('the release', () =>
        lb.all('operated').some(({ operation }) => operation === 'release'),
      );
      expect(lb.all('operated').map(({ operation }) => operation)).toEqual(['hold', 'step', 'release']);
      await keyboard.press('Shift+?');
      const help = page.getByRole('dialog', { name: 'Keys' });
      await help.waitFor();
      await keyboard.press('Escape');
      await help.waitFor({ state: 'hidden' });
      await keyboard.press('p');
      await page.locator('html.presenting').waitFor();
      expect(wrong).toEqual([]);
    });

    it('has the events from before it was loaded, and says who changed what on it', async () => {
      const { desk, page } = await shown();
      await desk.ctl('drain', 'B3');
      await page.getByRole('button', { name: 'Drain B2' }).click();
      await page.getByText('by dashboard').first().waitFor();
      await page.reload();
      const events = page.getByRole('list', { name: 'Events' });
      await events.getByText('drain B3').first().waitFor();
      await events.getByText('drain B2').first().waitFor();
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
      const page = await browser().newPage();
      onEnd(() => page.close());
      await page.goto(url);
      await page.getByText('this page needs a token').waitFor();
      // The printed address, pasted into the same tab: only the fragment is another.
      await page.goto(`${url}/#token=${OPERATE}`);
      await page.getByRole('rowheader', { name: 'B1', exact: true }).waitFor();
      expect(page.url()).toBe(`${url}/`);
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
      expect(await axeViolations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    });
  },
);
