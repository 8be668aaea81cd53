// What the engine `epoll` is like beside `node` where a run of `npm run bench` does not tell: how much longer the start takes, what
// thousands of idle connections cost, and what a second worker adds. Prints medians, with the lowest and the highest of the rounds or a
// 95 % confidence interval. `npm run bench:engine -- [ROUNDS]`, 5 of them by default; it wants wrk and nginx.
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { addedToStart } from './added.js';
import { startBackend } from './backend.js';
import { startBalancer } from './balancer.js';
import { lbsims } from './peers/lbsim.js';
import { printFigure } from './print.js';
import { interleaved } from './rounds.js';
import { Session } from './session.js';
import { confidence, ratios, spread } from './statistics.js';
import { balancers } from './suites.js';
import { assertUsable, runtimes } from './surroundings.js';
import { atRest, cpuBetween, cpuReading } from './usage.js';
import { held, startLineServer } from './work/idle.js';
import { wrkThrough } from './wrk.js';

const BINARY = fileURLToPath(new URL('../bin/lbsim.js', import.meta.url));
const IDLE_CONNECTIONS = 4000;
const IDLE_SECONDS = 10;
const ENGINES = ['epoll', 'node'].map((label) => ({ label, options: ['--engine', label] }));

/** Processor time while nothing happens on the connections, in per cent of one processor. */
async function idleCost(session, column) {
  const results = await interleaved(session, { name: 'idle' }, ENGINES, async ({ options }) => {
    try {
      const { program, port } = await startBalancer(session, column, await startLineServer(session), {
        options,
      });
      await held(session, port, IDLE_CONNECTIONS);
      await sleep(1000);
      const before = await atRest(program.pid);
      await sleep(IDLE_SECONDS * 1000);
      return { idle: cpuBetween(before, cpuReading(program.pid)) / (IDLE_SECONDS * 10) };
    } finally {
      await session.processes.stopAll();
    }
  });
  for (const { label } of ENGINES)
    printFigure(`${IDLE_CONNECTIONS} idle connections, ${label}`, spread(results.get(label).idle), '%');
}

/** Connections a second through one process and through two, each on any core, the load and the backend too. */
async function secondWorker(session, column) {
  const backend = await startBackend(session);
  const settings = ENGINES.flatMap(({ label, options }) =>
    [1, 2].map((workers) => ({
      label: `${label}, ${workers}`,
      options: [...options, '--workers', String(workers)],
    })),
  );
  const running = new Map();
  for (const { label, options } of settings)
    running.set(label, await startBalancer(session, column, backend.addresses, { options }));
  const load = { connections: 64, seconds: session.seconds, headers: ['Connection: close'] };
  const results = await interleaved(session, { name: 'workers' }, settings, async ({ label }) => {
    const { cpuMs, requests, microseconds } = await wrkThrough(session.processes, running.get(label), load);
    return { rate: requests / (microseconds / 1e6), cost: (cpuMs * 1000) / requests };
  });
  for (const { label } of ENGINES) {
    const [one, two] = [results.get(`${label}, 1`), results.get(`${label}, 2`)];
    printFigure(`connections a second, ${label}`, spread(one.rate), '/s');
    printFigure(`  with two workers`, spread(ratios(two.rate, one.rate)), '×');
    printFigure(`  their cost with two workers`, spread(ratios(two.cost, one.cost)), '×');
  }
}

assertUsable(balancers.needs);
const rounds = Number(process.argv[2] ?? 5);
const columns = lbsims([{ label: 'lbsim', binary: BINARY }], runtimes().slice(0, 1));
const session = new Session({ quick: false, rounds, columns });
try {
  printFigure(
    'added to the start by epoll',
    confidence(await addedToStart(rounds * 4, '--engine', 'node')),
    'ms',
  );
  await idleCost(session, session.columns[0]);
  await secondWorker(session, session.columns[0]);
} finally {
  await session.close();
}
