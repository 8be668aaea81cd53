import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startBackend } from '../backend.js';
import { startBalancer } from '../balancer.js';
import { interleaved } from '../rounds.js';
import { visited, visitedThrough } from '../visitors.js';
import { wrkThrough } from '../wrk.js';

/** Few and many, and fewer for those in a hurry. */
const BACKENDS = { few: 2, many: 10_000, manyQuick: 1000 };
const SESSIONS = { few: 1, many: 1_000_000, manyQuick: 5000 };

/** Visits that a balancer has had at least before it is measured, so that those with few sessions are compiled too. */
const WARM_UP_VISITS = 5000;

/** How much dearer a connection is with many backends than with two, and with many sessions than with one. */
export const growth = {
  name: 'growth',
  about:
    'CPU per connection with 10,000 backends to that with 2, nobody being sticky, and with 1,000,000 clients in SESSION_MAP to that with 1',
  short:
    'CPU per connection with many to that with few: median of the rounds, and their spread; less is better',
  peers: ['lbsim'],
  lines: [
    { name: 'backends', text: 'growth, 2 to 10,000 backends', unit: 'x', comparable: false },
    { name: 'sessions', text: 'growth, 1 to 1,000,000 sessions', unit: 'x', comparable: false },
  ],
  quickly: 'Growth is to 1,000 backends and 5,000 sessions only',
  async run(bench) {
    const results = new Map();
    for (const axis of [backendsAxis, sessionsAxis]) {
      for (const [label, values] of await along(bench, axis)) {
        results.set(label, { ...results.get(label), ...values });
      }
    }
    return results;
  },
};

/** Measures all builds with few and with many, one after the other in each round. */
async function along(bench, { name, sizes, start, load }) {
  const backend = await startBackend(bench, { host: '0.0.0.0' });
  const many = bench.quick ? sizes.manyQuick : sizes.many;
  const balancers = new Map();
  const columns = bench.columnsFor(growth);
  for (const column of columns) {
    await bench.tried(growth, column, balancers, async () => {
      const pair = [];
      for (const size of [sizes.few, many]) {
        bench.progress(`growth, ${size} ${name}, warming up`, column.label);
        const balancer = { ...(await start(bench, column, backend, size)), size };
        await load(bench, balancer, bench.warmUpSeconds);
        pair.push(balancer);
      }
      balancers.set(column.label, pair);
    });
  }
  const standing = columns.filter(({ label }) => balancers.has(label));
  const step = { ...growth, name: `growth, ${name}` };
  const results = await interleaved(bench, step, standing, async ({ label }, round) => {
    const [few, many] = balancers.get(label);
    const costs = new Map();
    for (const balancer of round % 2 === 0 ? [few, many] : [many, few]) {
      costs.set(balancer, await load(bench, balancer, bench.seconds));
    }
    return { [name]: costs.get(many) / costs.get(few) };
  });
  await bench.processes.stopAll();
  return results;
}

const backendsAxis = {
  name: 'backends',
  sizes: BACKENDS,
  start(bench, column, { ports: [port] }, size) {
    const config = join(bench.directory, `backends-${size}.json`);
    const backends = Array.from({ length: size }, (_, index) => `127.1.${index >> 8}.${index & 255}:${port}`);
    writeFileSync(config, JSON.stringify({ backends }));
    const options = ['--config', config, '--sticky-key', 'none', '--health-check-interval', '1h'];
    return startBalancer(bench, column, [], { options });
  },
  async load({ processes }, balancer, seconds) {
    const load = { connections: 16, seconds, headers: ['Connection: close'] };
    const { cpuMs, requests } = await wrkThrough(processes, balancer, load);
    return cpuMs / requests;
  },
};

const sessionsAxis = {
  name: 'sessions',
  sizes: SESSIONS,
  async start(bench, column, { addresses }, size) {
    const options = ['--sticky-max', String(SESSIONS.many), '--health-check-interval', '1h'];
    const balancer = await startBalancer(bench, column, addresses, { options });
    await visited(bench, balancer, { addresses: size, visits: Math.max(size, WARM_UP_VISITS) });
    return balancer;
  },
  async load(bench, balancer, seconds) {
    const load = { addresses: balancer.size, ms: seconds * 1000, isRandom: true };
    const { cpuMs, connections } = await visitedThrough(bench, balancer, load);
    return cpuMs / connections;
  },
};
