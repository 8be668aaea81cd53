/// <reference lib="dom" />
import { expect, it } from '@jest/globals';
import { askOnce } from '../helpers/backends.js';
import { cleanup } from '../helpers/cleanup.js';
import { VIEW } from '../helpers/desk.js';
import { onlyWhere } from '../helpers/only-where.js';
import { FAULT_TABLE } from '../../lib/server/faults/faults.js';
import { CHROMIUM, useChromium } from '../simulator/page/chromium.js';
import { axeViolations } from './axe.js';
import { showDashboard } from './shown.js';

const onEnd = cleanup();

onlyWhere(CHROMIUM !== undefined, 'the dashboard is looked at with Chromium').describe(
  'controls of the dashboard',
  () => {
    const browser = useChromium();

    it('find, pin and forget clients, and say the lines of ctl', async () => {
      const { page, desk, port, wrong } = await showDashboard(browser(), onEnd, ['--sticky-key', 'ip'], {
        bypassCSP: true,
      });
      expect(await askOnce(port)).toContain('[B1]');
      const summary = page.locator('summary', { hasText: 'Sessions' });
      await summary.getByText('1 of 100,000').waitFor();
      await summary.click();
      const sessions = page.getByRole('table', { name: 'Sessions' });
      await sessions.getByRole('combobox', { name: 'Backend of 127.0.0.1' }).selectOption('B3');
      await page.getByText('lbsim ctl pin 127.0.0.1 B3', { exact: true }).waitFor();
      expect(await askOnce(port)).toContain('[B3]');

      await page.getByRole('textbox', { name: 'Pin client' }).fill('192.0.2.7');
      await page.getByRole('combobox', { name: 'Pin to' }).selectOption('B2');
      await page.getByRole('button', { name: 'pin', exact: true }).press('Enter');
      await page.getByText('lbsim ctl pin 192.0.2.7 B2', { exact: true }).waitFor();
      await summary.getByText('2 of 100,000').waitFor();
      await page.getByRole('combobox', { name: 'Sessions of' }).selectOption('B2');
      await sessions.getByRole('row', { name: /127\.0\.0\.1/ }).waitFor({ state: 'detached' });
      await sessions.getByRole('row', { name: /192\.0\.2\.7/ }).waitFor();
      expect(await axeViolations(page, '.clients')).toEqual([]);

      await page.getByRole('button', { name: 'Forget all clients of B2' }).click();
      await page.getByRole('button', { name: 'Forget all clients of B2: sure?' }).click();
      await page.getByText('lbsim ctl forget --backend B2', { exact: true }).waitFor();
      await page.getByRole('combobox', { name: 'Sessions of' }).selectOption('all');
      await page.getByRole('searchbox', { name: 'Beginning of a key' }).fill('127.');
      await page.getByRole('button', { name: 'Forget 127.0.0.1', exact: true }).click();
      await page.getByRole('button', { name: 'Forget 127.0.0.1: sure?' }).click();
      await page.getByText('lbsim ctl forget 127.0.0.1', { exact: true }).waitFor();
      await summary.getByText('0 of 100,000').waitFor();
      expect(await desk.json('sessions')).toMatchObject({ items: [] });

      await page.getByRole('textbox', { name: 'Pin client' }).fill("it's me");
      await page.getByRole('button', { name: 'pin', exact: true }).click();
      await page.getByText(`lbsim ctl pin 'it'\\''s me' B2`, { exact: true }).waitFor();
      await page.getByText('is not one of a client').waitFor();
      expect(wrong).toEqual([expect.stringContaining('422')]); // the browser says so
    });

    it('have all faults of a server, and heal it', async () => {
      const { page, desk, wrong } = await showDashboard(browser(), onEnd);
      const { port } = await (await desk.start('server', '--name', 'B4')).event('listening');
      await desk.ctl('add', `B4=127.0.0.1:${String(port)}`);
      await page.locator('summary', { hasText: 'faults' }).click();
      const kinds = Object.keys(FAULT_TABLE).filter((kind) => kind !== 'direction'); // of a server with --mode forward
      for (const kind of kinds) {
        const choice = page.getByRole('combobox', { name: `${kind} of B4` });
        const value = (await choice.locator('option').nth(1).textContent()) ?? '';
        await choice.selectOption(value);
        await page.getByText(`lbsim ctl fault B4 ${kind} ${value}`, { exact: true }).waitFor();
      }
      const faults = await desk.json<object>('fault', 'B4', 'latency', '50ms');
      expect(Object.keys(faults).sort()).toEqual(kinds.sort());
      await page.getByRole('button', { name: 'Heal B4' }).click();
      await page.getByText('lbsim ctl heal B4', { exact: true }).waitFor();
      expect(wrong).toEqual([]);
    });

    it('of sessions do nothing with the token that may only look, or without SESSION_MAP', async () => {
      const { page } = await showDashboard(browser(), onEnd, [], { token: VIEW });
      const summary = page.locator('summary', { hasText: 'Sessions' });
      await summary.getByText('none are kept').waitFor();
      await summary.click();
      for (const name of ['Forget all clients', 'pin'])
        expect(await page.getByRole('button', { name, exact: true }).isDisabled()).toBe(true);
    });
  },
);
