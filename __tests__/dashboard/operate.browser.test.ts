/// <reference lib="dom" />
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { LIVE_SETTINGS } from '../../lib/control/live-settings.js';
import { TestClient } from '../helpers/backends.js';
import { cleanup } from '../helpers/cleanup.js';
import { VIEW } from '../helpers/desk.js';
import { temporaryFile } from '../helpers/folder.js';
import { onlyWhere } from '../helpers/only-where.js';
import { CHROMIUM, useChromium } from '../simulator/page/chromium.js';
import { axeViolations } from './axe.js';
import { showDashboard } from './shown.js';

const onEnd = cleanup();

/** Another value for each kind of setting; those of a few words get another of these. */
const VALUES: Readonly<Record<string, string>> = {
  choices: '3',
  'sticky-max': '77',
  'health-check': 'http:/',
  'health-check-rise': '2',
  'health-check-fall': '3',
  allow: '127.0.0.0/8,192.0.2.0/24',
  deny: '198.51.100.0/24',
  'rate-limit': '900',
  'max-connections': '500',
  'max-per-backend': '40',
  'queue-max': '9',
};
const A_TIME = '7s';

/** The line has been shown, and was not refused. */
async function said(page: Page, line: string): Promise<void> {
  await page.getByText(`lbsim ctl ${line}`, { exact: true }).waitFor();
  expect(await page.locator('.said strong').count()).toBe(0);
}

/** By its key: wherever it has moved to. */
async function open(page: Page, summary: string): Promise<void> {
  await page.locator('summary', { hasText: summary }).first().press('Enter');
}

onlyWhere(CHROMIUM !== undefined, 'the dashboard is looked at with Chromium').describe.each([
  ['one process', []],
  ['two workers', ['--workers', '2']],
])('a balancer of %s, operated from the dashboard', (_, words) => {
  const browser = useChromium();

  it('gets a backend more, limits, probes and weighs it, and removes it', async () => {
    const { page, desk, port, wrong } = await showDashboard(browser(), onEnd, words);
    const server = await (await desk.start('server', '--name', 'B4')).event('listening');
    await open(page, 'Add a backend');
    await page.getByRole('textbox', { name: 'Name of the new backend' }).fill('B4');
    await page.getByRole('spinbutton', { name: 'Port of the new backend' }).fill(String(server.port));
    await page.getByRole('spinbutton', { name: 'Weight of the new backend' }).fill('2');
    await page.getByRole('button', { name: 'add', exact: true }).press('Enter');
    await said(page, `add B4=127.0.0.1:${String(server.port)}@2`);
    const row = page.getByRole('table', { name: 'Backends' }).getByRole('row', { name: /B4/ });
    await row.getByText('up', { exact: true }).waitFor();

    await row.locator('summary', { hasText: 'more' }).press('Enter');
    await page.getByRole('spinbutton', { name: 'Limit of B4' }).fill('5');
    await page.getByRole('spinbutton', { name: 'Limit of B4' }).press('Enter');
    await said(page, 'limit B4 5');
    await row.getByText('of 5', { exact: true }).waitFor();
    await page.getByRole('spinbutton', { name: 'Weight of B4' }).fill('9');
    await page.getByRole('spinbutton', { name: 'Weight of B4' }).press('Enter');
    await said(page, 'weight B4 9');
    expect(await desk.json('backends', 'B4')).toMatchObject({
      operator: { maxConnections: 5, weight: 9, by: 'dashboard 127.0.0.1' },
      load: { max: 5 },
    });
    await page.getByRole('button', { name: 'Default limit of B4' }).click();
    await said(page, 'limit B4 default');
    await page.getByRole('button', { name: 'Default weight of B4' }).click();
    await said(page, 'weight B4 default');
    await page.getByRole('button', { name: 'Probe B4' }).click();
    await said(page, 'probe B4');
    await row.getByText(/^ok, /).waitFor();
    expect(await desk.json('backends', 'B4')).toMatchObject({
      operator: { maxConnections: null, weight: null },
      effective: { weight: 2 },
    });

    for (const name of ['B1', 'B2', 'B3']) await desk.ctl('drain', name);
    const clients = [await TestClient.connect(port), await TestClient.connect(port)];
    for (const client of clients) expect(await client.ask('x')).toContain('[B4]');
    const resets = clients.map(async ({ socket }) => once(socket, 'error'));
    await page.getByRole('button', { name: 'Reset 2 connections of B4' }).click();
    await page.getByRole('button', { name: 'Reset 2 connections of B4: sure?' }).click();
    await said(page, 'kill --reset --backend B4');
    for (const reset of resets) expect(await reset).toMatchObject([{ code: 'ECONNRESET' }]);

    const late = await TestClient.connect(port);
    expect(await late.ask('x')).toContain('[B4]');
    await page.getByRole('button', { name: 'Remove B4' }).click();
    await page.getByRole('button', { name: 'Remove B4: sure?' }).click();
    await row.getByText('draining', { exact: true }).waitFor();
    late.socket.destroy();
    await said(page, 'remove B4 --drain 10s');
    await row.waitFor({ state: 'detached' });
    const { items } = await desk.json<{ items: { name: string }[] }>('backends');
    expect(items.map(({ name }) => name)).toEqual(['B1', 'B2', 'B3']);
    expect(wrong).toEqual([]);
  });

  it('shows the plan of a reload, carries it out, and is stopped', async () => {
    const file = await temporaryFile(onEnd, 'lb.yaml', 'queue-max: 50\n');
    const { page, desk, lb, wrong } = await showDashboard(browser(), onEnd, [...words, '--config', file]);
    await writeFile(file, 'queue-max: 60\nslow-start: 5s\n');
    await open(page, 'Configuration');
    await page.getByRole('table', { name: 'Differences from the file' }).waitFor();
    await page.getByRole('button', { name: 'plan a reload' }).click();
    await said(page, 'reload --dry-run');
    await page.getByText('A reload would change 2 values.').waitFor();
    const plan = page.getByRole('table', { name: 'Plan of a reload' });
    await plan.getByRole('row', { name: 'queue-max 50 60 for new connections' }).waitFor();
    expect(await desk.ctl('set', 'queue-max')).toBe('queue-max 50\n');
    await page.getByRole('button', { name: 'reload', exact: true }).click();
    await said(page, 'reload');
    await page.getByText('Changed: 2 values.').waitFor();
    expect(await desk.ctl('set', 'queue-max')).toBe('queue-max 60\n');
    await writeFile(file, 'queue-max: many\n');
    await page.getByRole('button', { name: 'reload', exact: true }).click();
    await page.getByText(/line 1, column 1: /).waitFor();
    expect(await desk.ctl('set', 'queue-max')).toBe('queue-max 60\n');
    expect(wrong).toEqual([expect.stringContaining('422')]); // the browser says so

    await open(page, 'Stop');
    await page.getByRole('combobox', { name: 'Time for connections before the end' }).selectOption('no time');
    await page.getByRole('button', { name: 'Stop the balancer' }).click();
    await page.getByRole('button', { name: 'Stop the balancer: sure?' }).click();
    await said(page, 'stop --drain 0');
    expect(await lb.ended).toMatchObject({ status: 0 });
  });
});

onlyWhere(CHROMIUM !== undefined, 'the dashboard is looked at with Chromium').describe(
  'the controls of the dashboard',
  () => {
    const browser = useChromium();

    it('change every setting, and undo each change', async () => {
      const { page, desk } = await showDashboard(browser(), onEnd);
      const before = await desk.json<Record<string, string>>('set');
      await open(page, 'Settings');
      const names = Object.keys(before);
      expect(names).toHaveLength(LIVE_SETTINGS.length);
      const wanted: Record<string, string> = {};
      for (const name of names) {
        const field = page.locator(`#set-${name}`);
        const options = await field.locator('option').allTextContents();
        const value = options.find((word) => word !== before[name]) ?? VALUES[name] ?? A_TIME;
        await (options.length > 0 ? field.selectOption(value) : field.fill(value));
        await field.press('Enter');
        await said(page, `set ${name} ${value}`);
        wanted[name] = value;
      }
      expect(await desk.json('set')).toEqual(wanted);
      expect(await page.locator('.setting.changed').count()).toBe(names.length);
      for (const name of names) {
        await page.getByRole('button', { name: `Unset ${name}`, exact: true }).click();
        await said(page, `unset ${name}`);
      }
      expect(await desk.json('set')).toEqual(before);
      await page.getByText('as configured', { exact: true }).waitFor();

      await page.getByRole('textbox', { name: 'queue-max' }).fill('many');
      await page.getByRole('textbox', { name: 'queue-max' }).press('Enter');
      await page.getByText('queueMax', { exact: false }).waitFor();
      expect(await page.getByRole('textbox', { name: 'queue-max' }).getAttribute('aria-invalid')).toBe(
        'true',
      );
      await page.getByRole('textbox', { name: 'queue-max' }).press('Escape');
      expect(await page.getByRole('textbox', { name: 'queue-max' }).inputValue()).toBe(before['queue-max']);
    });

    it('do nothing with the token that may only look, and say why', async () => {
      const { page } = await showDashboard(browser(), onEnd, [], { token: VIEW });
      await page.getByText('view only').waitFor();
      for (const summary of ['Add a backend', 'Settings', 'Configuration', 'Stop']) await open(page, summary);
      await open(page, 'more');
      const names = ['add', 'plan a reload', 'reload', 'Stop the balancer', 'Probe B1', 'Remove B1'];
      for (const name of names)
        expect(await page.getByRole('button', { name, exact: true }).isDisabled()).toBe(true);
      for (const name of ['queue-max', 'reroute'])
        expect(await page.locator(`#set-${name}`).isDisabled()).toBe(true);
      const title = await page.getByRole('button', { name: 'Probe B1' }).getAttribute('title');
      expect(title).toContain('may only look');
    });

    it('have one colour for a backend everywhere, also once another one is gone', async () => {
      const { page, desk } = await showDashboard(browser(), onEnd);
      const row = page.getByRole('row', { name: /B2/ });
      const legend = page.locator('figure', { hasText: 'Open connections' }).locator('li');
      await legend.filter({ hasText: 'B1' }).waitFor();
      await desk.ctl('remove', 'B1');
      await legend.and(page.locator('.muted')).filter({ hasText: 'B1' }).waitFor();
      for (const each of [row, legend.filter({ hasText: 'B2' })])
        expect(await each.getAttribute('class')).toContain('backend-0');
    });

    it.each([
      ['light', 1280],
      ['dark', 1920],
      ['light', 390],
      ['dark', 390],
    ] as const)('are right for axe in %s at %i', async (colorScheme, width) => {
      const viewport = { width, height: 844 };
      const { page, desk } = await showDashboard(browser(), onEnd, [], {
        bypassCSP: true,
        colorScheme,
        viewport,
      });
      await desk.ctl('set', 'queue-max', '9');
      for (const summary of ['Add a backend', 'Settings', 'Configuration', 'Stop']) await open(page, summary);
      await open(page, 'more');
      await page.getByRole('button', { name: 'Unset queue-max' }).waitFor();
      await page.getByRole('table', { name: 'Changed by the operator' }).waitFor();
      await page.getByRole('button', { name: 'Remove B1' }).click();
      expect(await axeViolations(page)).toEqual([]);
      const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      expect(isWide).toBe(false);
    });
  },
);
