// Makes the pictures of the README: `npm run screenshots`, with Chromium installed. They are real output of this build.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import Convert from 'ansi-to-html';
import { chromium } from 'playwright-core';

const LBSIM = fileURLToPath(new URL('../bin/lbsim.js', import.meta.url));
const IMAGES = fileURLToPath(new URL('../docs/images', import.meta.url));
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
/** What the dashboard's charts show at least. */
const PAST_MS = 12_000;
/** However slow the machine is. */
const SLOW_MS = 120_000;
const PLAYED_MS = 2000;
const COMPARISON = ['--algorithms', 'round-robin,power-of-two,least-connections', '--backends', '100'];

/** What a command prints on a terminal of that width. */
function output(words, columns, cwd = IMAGES) {
  const env = { ...process.env, FORCE_COLOR: '1', COLUMNS: `${columns}` };
  delete env.NO_COLOR;
  return execFileSync(process.execPath, [LBSIM, ...words], {
    encoding: 'utf8',
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

/** Dim text as grey text, which the converter knows. */
function undimmed(text) {
  const [before, ...dim] = text.split('\u001b[2m');
  return [before, ...dim.map((part) => `\u001b[90m${part.replace('\u001b[22m', '\u001b[39m')}`)].join('');
}

/** A page that looks like a terminal after that command. */
function terminalPage(command, text) {
  const html = new Convert({ escapeXML: true, fg: '#d8dee9', bg: '#1d2129' }).toHtml(
    undimmed(text.trimEnd()),
  );
  return `<!doctype html><meta charset="utf-8"><style>
    body { margin: 0; background: #1d2129; display: inline-block }
    pre { margin: 0; padding: 20px 28px; color: #d8dee9; font: 14px/1.4 'DejaVu Sans Mono', monospace }
    i { color: #88c0d0; font-style: normal }</style><pre><i>$ ${command}</i>\n${html}</pre>`;
}

/** The dashboard of a playground, once it has a past to show. */
async function dashboard(browser, path) {
  const words = ['playground', '--no-open', '--rate', '24', '--algorithm', 'least-connections'];
  const playground = spawn(process.execPath, [LBSIM, ...words], { stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    const [address] = await once(createInterface(playground.stdout), 'line');
    const page = await browser.newPage({ viewport: { width: 1280, height: 860 }, colorScheme: 'light' });
    page.setDefaultTimeout(SLOW_MS);
    await page.goto(address);
    await page.getByRole('table', { name: 'Candidates' }).waitFor();
    await page.getByRole('button', { name: 'Kill B3' }).click();
    await page.getByRole('row', { name: /B3/ }).getByText('down', { exact: true }).first().waitFor();
    await page.locator('header').scrollIntoViewIfNeeded();
    await page.waitForTimeout(PAST_MS); // dots on their way, and charts with a line
    await page.screenshot({ path });
  } finally {
    playground.kill('SIGINT');
    await once(playground, 'exit');
  }
}

/** The page of a simulation that plays, a while after a backend has crashed. */
async function player(browser, folder, path) {
  const words = ['--scenario', 'crash-restart', '--algorithm', 'power-of-two', '--backends', '6'];
  output(['simulate', ...words, '--html', 'played.html'], 80, folder);
  const page = await browser.newPage({ viewport: { width: 1000, height: 900 }, colorScheme: 'light' });
  page.setDefaultTimeout(SLOW_MS);
  await page.goto(pathToFileURL(join(folder, 'played.html')).href);
  const slider = page.getByRole('slider', { name: 'Time' });
  await slider.evaluate((input) => {
    input.value = String(0.4 * input.max);
    input.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await page.getByRole('button', { name: 'Play' }).click();
  await page.waitForTimeout(PLAYED_MS); // dots on their way
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.locator('#play').screenshot({ path });
}

const folder = mkdtempSync(join(tmpdir(), 'lbsim-screenshots-'));
mkdirSync(IMAGES, { recursive: true });
const browser = await chromium.launch({
  executablePath: CHROMIUM,
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
try {
  await dashboard(browser, join(IMAGES, 'dashboard.png'));

  const terminal = await browser.newPage({ viewport: { width: 900, height: 600 } });
  await terminal.setContent(terminalPage('lbsim demo --fast', output(['demo', '--fast'], 80)));
  await terminal.locator('pre').screenshot({ path: join(IMAGES, 'demo.png') });

  output(
    ['compare', ...COMPARISON, '--load', '0.9', '--requests', '2e5', '--html', 'report.html'],
    80,
    folder,
  );
  const page = await browser.newPage({ viewport: { width: 1000, height: 900 }, colorScheme: 'light' });
  await page.goto(pathToFileURL(join(folder, 'report.html')).href);
  await page.locator('#tail').screenshot({ path: join(IMAGES, 'report.png') });
  await player(browser, folder, join(IMAGES, 'player.png'));
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
