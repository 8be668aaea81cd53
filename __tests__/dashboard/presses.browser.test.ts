/// <reference lib="dom" />
import { expect, it } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { TestClient } from '../helpers/backends.js';
import { startBackends } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { OPERATE } from '../helpers/desk.js';
import { onlyWhere } from '../helpers/only-where.js';
import { CHROMIUM, useChromium } from '../simulator/page/chromium.js';
import { showDashboard } from './shown.js';

const onEnd = cleanup();

onlyWhere(CHROMIUM !== undefined, 'the dashboard is looked at with Chromium').describe(
  'a control of the dashboard',
  () => {
    const browser = useChromium();

    it('takes neither a double click nor a key that is held down for a second thought', async () => {
      const { page, port, desk } = await showDashboard(browser(), onEnd);
      await desk.ctl('maint', 'B2');
      await desk.ctl('maint', 'B3');
      const client = await TestClient.connect(port);
      onEnd(() => client.socket.destroy());
      expect(await client.ask('x')).toContain('[B1]');
      const close = page.getByRole('button', { name: 'Close 1 connections of B1', exact: true });
      const sure = page.getByRole('button', { name: 'Close 1 connections of B1: sure?' });
      await close.focus();
      for (let times = 0; times < 3; times += 1) await page.keyboard.down('Enter');
      await page.keyboard.up('Enter');
      await sure.waitFor();
      await close.waitFor(); // it asks no more
      await close.dblclick();
      await sure.waitFor();
      await page.getByRole('combobox', { name: 'Algorithm' }).selectOption('random');
      await page.getByText('lbsim ctl algorithm random', { exact: true }).waitFor();
      expect(await client.ask('y')).toContain('[B1]');
    });

    it('counts on from what it has just set', async () => {
      const { page, desk } = await showDashboard(browser(), onEnd);
      const weight = page.getByRole('spinbutton', { name: 'Weight of B1' });
      await weight.focus();
      for (const wanted of ['2', '3', '4', '5']) {
        await page.keyboard.press('ArrowUp');
        await page.getByText(`lbsim ctl weight B1 ${wanted}`, { exact: true }).waitFor();
        expect(await weight.inputValue()).toBe(wanted);
      }
      expect(await desk.json('backends', 'B1')).toMatchObject({ operator: { weight: 5 } });
    });

    it('refuses what is no number, and undoes nothing by it', async () => {
      const { page, desk } = await showDashboard(browser(), onEnd, ['--max-per-backend', '7']);
      await desk.ctl('limit', 'B1', '5');
      await page.locator('summary', { hasText: 'more' }).first().click();
      const limit = page.getByRole('spinbutton', { name: 'Limit of B1' });
      const shows = async (field: Locator, value: string): Promise<void> => {
        const element = await field.elementHandle();
        await page.waitForFunction(([one, wanted]) => (one as HTMLInputElement).value === wanted, [
          element,
          value,
        ] as const);
      };
      await shows(limit, '5');
      for (const typed of ['e', '-3', '1.5']) {
        await limit.press('ControlOrMeta+a');
        await limit.pressSequentially(typed);
        await limit.press('Enter');
        await page.getByText('A limit is a whole number').waitFor();
        await shows(limit, '5');
      }
      const weight = page.getByRole('spinbutton', { name: 'Weight of B1' });
      await weight.fill('-5');
      await weight.press('Enter');
      await page.getByText('A weight is a whole number').waitFor();
      await shows(weight, '1');

      await page.locator('summary', { hasText: 'Settings' }).click();
      await desk.ctl('set', 'queue-max', '9');
      const queueMax = page.locator('#set-queue-max');
      await queueMax.fill('1e400');
      await queueMax.press('Enter');
      await page.getByText('lbsim ctl set queue-max 1e400', { exact: true }).waitFor();
      expect(await queueMax.getAttribute('aria-invalid')).toBe('true');
      expect(await desk.ctl('set', 'queue-max')).toBe('queue-max 9\n');
      expect(await desk.json('backends', 'B1')).toMatchObject({
        operator: { maxConnections: 5, weight: null },
      });
    });

    it('is answered while the removals of many backends wait for their connections', async () => {
      const { page, port, url, wrong } = await showDashboard(browser(), onEnd, [], { names: ['B0'] });
      const headers = { Authorization: `Bearer ${OPERATE}`, 'Content-Type': 'application/json' };
      for (const { name, port: at } of await startBackends(6, onEnd)) {
        const body = JSON.stringify({ name, host: '127.0.0.1', port: at });
        expect((await fetch(`${url}/v1/backends?wait=30s`, { method: 'POST', headers, body })).status).toBe(
          201,
        );
      }
      const clients = new Map<string, TestClient>();
      while (clients.size < 7) {
        const client = await TestClient.connect(port);
        onEnd(() => client.socket.destroy());
        const name = /B\d/.exec((await client.ask('x')) ?? '')?.[0] ?? '';
        await clients.get(name)?.close();
        clients.set(name, client);
      }
      const names = ['B1', 'B2', 'B3', 'B4', 'B5', 'B6'];
      for (const name of names) {
        await page.getByLabel(`More for ${name}`, { exact: true }).click();
        const time = page.getByRole('combobox', { name: `Connections of ${name} before it is removed` });
        await time.selectOption('10m');
        await page.getByRole('button', { name: `Remove ${name}`, exact: true }).click();
        await page.getByRole('button', { name: `Remove ${name}: sure?` }).click();
      }
      await page.getByText('waits for its turn …').nth(2).waitFor();
      await page.getByRole('combobox', { name: 'Algorithm' }).selectOption('random');
      await page.getByText('lbsim ctl algorithm random', { exact: true }).waitFor();
      await clients.get('B1')?.close();
      const backends = page.getByRole('table', { name: 'Backends' });
      await backends.getByRole('rowheader', { name: 'B1', exact: true }).waitFor({ state: 'detached' });
      await page.getByText('waits for its turn …').nth(2).waitFor({ state: 'detached' });
      for (const name of names) await clients.get(name)?.close();
      await backends.getByRole('rowheader', { name: 'B6', exact: true }).waitFor({ state: 'detached' });
      expect(wrong).toEqual([]);
    });

    it('says that there is no answer yet, and shows what is in force where there is none', async () => {
      const { page, lb } = await showDashboard(browser(), onEnd);
      lb.child.kill('SIGSTOP');
      await page.getByRole('button', { name: 'Drain B2' }).click();
      await page.getByText('lbsim ctl drain B2: no answer yet').waitFor();
      lb.child.kill('SIGCONT');
      await page.getByText('lbsim ctl drain B2', { exact: true }).waitFor();
      await lb.kill('SIGKILL');
      await page.getByText('the balancer is gone').waitFor();
      const algorithm = page.getByRole('combobox', { name: 'Algorithm' });
      for (const name of ['random', 'maglev']) {
        await algorithm.selectOption(name);
        await page.getByText(`lbsim ctl algorithm ${name}`, { exact: true }).waitFor();
        await page.getByText('the balancer does not answer').waitFor();
        expect(await algorithm.inputValue()).toBe('round-robin');
      }
    });
  },
);
