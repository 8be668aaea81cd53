// What the admin API costs a balancer: `--admin off`, on with nobody who looks, and on with a reader of /v1/live and a scrape of
// /metrics each second; and how long some of its answers take. Prints medians of interleaved rounds with the lowest and the highest.
// Whole runs scatter by more than what it costs; so what it adds is measured by itself as well, and printed with its 95 % confidence
// interval. `npm run bench:admin -- [ROUNDS]`, 7 of them by default; it wants wrk and nginx.
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Balancer } from '../dist/index.js';
import { addedByConnection, addedByLooking, addedToStart } from './added.js';
import { adminSocketOf, asked } from './asked.js';
import { startBackend } from './backend.js';
import { startBalancer } from './balancer.js';
import { lbsims } from './peers/lbsim.js';
import { printFigure } from './print.js';
import { interleaved } from './rounds.js';
import { Session } from './session.js';
import { confidence, ratios, spread } from './statistics.js';
import { balancers } from './suites.js';
import { assertUsable, runtimes } from './surroundings.js';
import { wrk, wrkThrough } from './wrk.js';

const BINARY = fileURLToPath(new URL('../bin/lbsim.js', import.meta.url));
const MANY = 1000;
/** Measurements of what is added to a connection, for each round. */
const BLOCKS = 50;
const WORKS = [
  { name: 'connection', load: { connections: 16, headers: ['Connection: close'] } },
  { name: 'request', load: { connections: 64 } },
];

/** Reads /v1/live and scrapes /metrics each second. @returns ends it */
function look(port) {
  const live = request({ socketPath: adminSocketOf(port), path: '/v1/live?every=1s' }, (response) =>
    response.resume(),
  );
  live.on('error', () => undefined).end();
  const timer = setInterval(() => void asked(port, 'GET', '/metrics'), 1000);
  return () => {
    clearInterval(timer);
    live.destroy();
  };
}

/** The cost of connections and requests in each of the three settings. */
async function costs(session, column) {
  const backend = await startBackend(session);
  const settings = [
    { label: 'off', options: ['--admin', 'off'] },
    { label: 'on', options: [] },
    { label: 'looked at', options: [], isLookedAt: true },
  ];
  const running = new Map();
  for (const { label, options } of settings)
    running.set(label, await startBalancer(session, column, backend.addresses, { options }));
  await additions(running.get('on'));
  for (const { name, load } of WORKS) {
    const results = await interleaved(session, { name }, settings, async ({ label, isLookedAt }) => {
      const balancer = running.get(label);
      const end = isLookedAt ? look(balancer.port) : () => undefined;
      try {
        const { cpuMs, requests } = await wrkThrough(session.processes, balancer, {
          ...load,
          seconds: session.seconds,
        });
        return { [name]: (cpuMs * 1000) / requests };
      } finally {
        end();
      }
    });
    const off = results.get('off')[name];
    for (const { label } of settings) {
      const values = results.get(label)[name];
      printFigure(`${name}, admin ${label}`, spread(values), 'µs');
      if (label !== 'off') printFigure(`${name}, ${label} to off`, spread(ratios(values, off)), '×');
    }
  }
  await answersUnderLoad(session, running.get('on'), backend.addresses[0]);
}

/** What is added to a connection that is logged, and to a second in which somebody looks. */
async function additions(balancer) {
  const logged = await addedByConnection(rounds * BLOCKS);
  printFigure('added to a logged connection', scaled(confidence(logged), 1 / 1000), 'µs');
  printFigure('added to the start', confidence(await addedToStart(rounds * 3, '--admin', 'off')), 'ms');
  const looked = await addedByLooking(rounds * 2, balancer, look);
  printFigure('added to a second by who looks', confidence(looked), 'ms');
}

function scaled({ median, low, high }, factor) {
  return { median: median * factor, low: low * factor, high: high * factor };
}

/** How long /readyz and a drain take while wrk loads the balancer. */
async function answersUnderLoad(session, balancer, name) {
  const load = wrk(session.processes, balancer.port, { connections: 64, seconds: 4 });
  await sleep(500);
  const ready = [];
  const drains = [];
  for (let n = 0; n < 30; n++) {
    ready.push((await asked(balancer.port, 'GET', '/readyz')).ms);
    const drained = await asked(balancer.port, 'PATCH', `/v1/backends/${encodeURIComponent(name)}`, {
      admin: n % 2 === 0 ? 'drain' : 'ready',
    });
    if (drained.status !== 200) throw new Error(`a drain was answered by ${drained.status}`);
    drains.push(drained.ms);
    await sleep(50);
  }
  await load;
  printFigure('/readyz under load', spread(ready), 'ms');
  printFigure('drain under load', spread(drains), 'ms');
}

/** How long a snapshot of many backends takes. */
async function snapshots(rounds) {
  const backends = Array.from({ length: MANY }, (_, n) => ({
    name: `B${n}`,
    host: '127.0.0.1',
    port: 10_000 + n,
  }));
  const balancer = new Balancer({ port: 0, backends });
  const times = [];
  for (let n = 0; n < rounds * 10; n++) {
    const started = performance.now();
    balancer.snapshot();
    times.push(performance.now() - started);
  }
  printFigure(`a snapshot of ${MANY} backends`, spread(times), 'ms');
}

assertUsable(balancers.needs);
const rounds = Number(process.argv[2] ?? 7);
const session = new Session({
  quick: false,
  rounds,
  columns: lbsims([{ label: 'lbsim', binary: BINARY }], runtimes().slice(0, 1)),
});
try {
  await snapshots(rounds);
  await costs(session, session.columns[0]);
} finally {
  await session.close();
}
