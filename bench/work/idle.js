import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startBalancer } from '../balancer.js';
import { freePort, listening } from '../ports.js';
import { LOAD_CORE, firstReport } from '../processes.js';
import { interleaved } from '../rounds.js';
import { atRest, residentKb } from '../usage.js';

const program = (name) => fileURLToPath(new URL(`../programs/${name}.js`, import.meta.url));

const WARM_UP = 300;

/** What a balancer holds in memory for a connection on which nothing happens. It is started afresh in each round. */
export const idle = {
  name: 'idle',
  about:
    'connections that had one line answered and then stay; what resident memory grows by for each; pen, which reserves it beforehand, is compared with a pen for few',
  lines: [{ name: 'idle', text: 'idle, memory per connection', unit: 'KB' }],
  run(bench) {
    const room = Math.floor(bench.connections / 2) - 500;
    const count = Math.min(bench.quick ? 2000 : 8000, room);
    return interleaved(bench, idle, bench.columnsFor(idle), (column) => measure(bench, column, count), {
      rounds: bench.quick ? 1 : bench.rounds,
    });
  },
};

/** Connections through a balancer, all standing when this returns. */
export async function held(bench, port, count) {
  const holder = bench.processes.start('holder', LOAD_CORE, process.execPath, [
    program('holder'),
    port,
    count,
  ]);
  await firstReport(holder);
  return holder;
}

export async function startLineServer(bench) {
  const ports = [await freePort(), await freePort()];
  const args = [program('line-server'), ...ports];
  const server = bench.processes.start('line server', LOAD_CORE, process.execPath, args);
  for (const port of ports) await listening(server, port);
  return ports.map((port) => `127.0.0.1:${port}`);
}

/** Resident memory of a balancer that has served some connections and has none now, and what it is to be loaded by. */
async function warmedUp(bench, column, backends, capacity) {
  const connections = column.reserves ? 2 * (capacity + WARM_UP) : bench.connections;
  const balancer = await startBalancer(bench, column, backends, { connections });
  await bench.processes.stop(await held(bench, balancer.port, WARM_UP));
  await atRest(balancer.program.pid);
  return { ...balancer, resident: residentKb(balancer.program.pid) };
}

async function measure(bench, column, count) {
  try {
    const backends = await startLineServer(bench);
    const balancer = await warmedUp(bench, column, backends, count);
    const { resident } = column.reserves ? await warmedUp(bench, column, backends, 0) : balancer;
    await held(bench, balancer.port, count);
    // Memory is given back, or not, some time after the work.
    await sleep(bench.quick ? 500 : 2000);
    await atRest(balancer.program.pid);
    return { idle: (residentKb(balancer.program.pid) - resident) / count };
  } finally {
    await bench.processes.stopAll();
  }
}
