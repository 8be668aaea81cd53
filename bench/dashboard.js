// What the dashboard costs under 2,000 connections a second: the balancer's processor time for a connection without a page and
// with one, that of the browser, the page's memory, and the same with twenty tabs. `npm run bench:dashboard -- [ROUNDS]`, 5 of
// them by default; it wants Chromium.
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { printFigure } from './print.js';
import { lbsims } from './peers/lbsim.js';
import { freePort, listening } from './ports.js';
import { BALANCER_CORE } from './processes.js';
import { Session } from './session.js';
import { ratios, spread } from './statistics.js';
import { runtimes } from './surroundings.js';
import { cpuBetween, cpuReading, processTree } from './usage.js';

const BINARY = fileURLToPath(new URL('../bin/lbsim.js', import.meta.url));
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const TOKEN = 'bench-bench-bench-bench';
const RATE = 2000;
const ROUND_S = 10;
const LONG_S = 30;
const TABS = 20;

const rounds = Number(process.argv[2] ?? 5);
const session = new Session({
  quick: false,
  rounds,
  columns: lbsims([{ label: 'lbsim', binary: BINARY }], runtimes().slice(0, 1)),
});
const { processes } = session;
process.env.LBSIM_ADMIN_TOKEN = TOKEN;

/** Starts two backends and a balancer before them. */
async function startLab() {
  const backends = [];
  for (const name of ['B1', 'B2']) {
    const port = await freePort();
    const words = ['server', '--name', name, '--port', `${port}`, '--log-connections', 'none'];
    const program = processes.start(name, undefined, process.execPath, [BINARY, ...words]);
    program.child.stdout.resume();
    await listening(program, port);
    backends.push(`${name}=127.0.0.1:${port}`);
  }
  const [port, admin] = [await freePort(), await freePort()];
  const words = ['balance', '--port', `${port}`, '--backends', backends.join(','), '--admin', `${admin}`];
  const program = processes.start('balancer', BALANCER_CORE, process.execPath, [BINARY, ...words]);
  program.child.stdout.resume();
  await listening(program, port);
  return { program, port, url: `http://127.0.0.1:${admin}/#token=${TOKEN}` };
}

/** Loads the balancer for a time. @returns its processor time for a connection, in µs, and how many there were a second */
async function loaded({ program, port }, seconds) {
  const before = cpuReading(program.pid);
  const words = ['client', '--port', `${port}`, '--rate', `${RATE}`, '--duration', `${seconds}s`, '--json'];
  const report = JSON.parse(
    await processes.run('load', undefined, process.execPath, [BINARY, ...words, '--concurrency', '64']),
  );
  const cpuMs = cpuBetween(before, cpuReading(program.pid));
  return { us: (cpuMs * 1000) / report.ok, perSecond: report.ok / seconds };
}

async function openPage(browser, url) {
  const page = await browser.newPage();
  await page.goto(url);
  await page.getByRole('rowheader', { name: 'B2', exact: true }).waitFor();
  return page;
}

/** Of the page after a collection, in MB. */
async function heapOf(page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  await devtools.detach();
  return usedSize / 1e6;
}

/** The processor time of the browser over a load, as a share of one core. */
async function browserShare(pids, work) {
  const before = pids.map((pid) => cpuReading(pid));
  const started = performance.now();
  const result = await work();
  const ms = pids.reduce((sum, pid, index) => sum + cpuBetween(before[index], cpuReading(pid)), 0);
  return { result, share: ms / (performance.now() - started) };
}

/** The processes of the browser that this process has started. */
function browserPids(before) {
  return processTree(process.pid).filter((pid) => !before.has(pid));
}

try {
  const lab = await startLab();
  await loaded(lab, 3);
  const others = new Set(processTree(process.pid));
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  const [alone, watched, shares] = [[], [], []];
  for (let round = 0; round < rounds; round++) {
    alone.push((await loaded(lab, ROUND_S)).us);
    const page = await openPage(browser, lab.url);
    const root = browserPids(others)[0];
    const { result, share } = await browserShare([root], () => loaded(lab, ROUND_S));
    watched.push(result.us);
    shares.push(share * 100);
    await page.close();
  }
  printFigure('a connection, no page', spread(alone), 'µs');
  printFigure('a connection, one page', spread(watched), 'µs');
  printFigure('one page to none', spread(ratios(watched, alone)), '×');
  printFigure('the browser, of one core', spread(shares), '%');
  const page = await openPage(browser, lab.url);
  const load = loaded(lab, LONG_S);
  await sleep(5000);
  const heap = [await heapOf(page)];
  const { perSecond } = await load;
  heap.push(await heapOf(page));
  console.log(
    `${'memory of the page'.padEnd(44)} ${heap.map((mb) => mb.toFixed(1)).join(' → ')} MB, over ${LONG_S} s of ${Math.round(perSecond)}/s`,
  );
  const tabs = [];
  while (tabs.length < TABS - 1) {
    const tab = await browser.newPage();
    await tab.goto(lab.url);
    tabs.push(tab);
  }
  const many = await loaded(lab, ROUND_S);
  console.log(`${`a connection, ${TABS} tabs`.padEnd(44)} ${many.us.toFixed(1)} µs`);
  await page.getByRole('rowheader', { name: 'B2', exact: true }).waitFor();
  await browser.close();
} finally {
  await session.close();
}
