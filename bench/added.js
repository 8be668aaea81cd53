// The work that the admin API adds, by itself: what it does for a connection that is logged, and what it does each second while
// somebody looks. Both are small beside a whole connection, and would be lost in the scatter of whole runs.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Balancer } from '../dist/index.js';
import { CommandAdmin } from '../dist/cli/admin.js';
import { logBalancer } from '../dist/logging/balancer-log.js';
import { BalancerMetrics } from '../dist/metrics/balancer-metrics.js';
import { cpuBetween, cpuReading } from './usage.js';

const BINARY = fileURLToPath(new URL('../bin/lbsim.js', import.meta.url));
/** Connections of one measurement. */
const CONNECTIONS = 2000;

/** Off and on in the order ABBA, so that a machine whose speed drifts does so for both. @returns differences, on less off */
async function differences(blocks, measure) {
  const found = [];
  for (let block = 0; block < blocks; block++) {
    const off = await measure(false);
    const on = (await measure(true)) + (await measure(true));
    found.push((on - off - (await measure(false))) / 2);
  }
  return found;
}

/** Tells a balancer's log and API of connections, as the balancer would. @returns nanoseconds for each of them */
function teller(isOn) {
  const balancer = new Balancer({ port: 0, backends: [{ name: 'B1', host: '127.0.0.1', port: 1 }] });
  const values = { admin: isOn ? undefined : 'off', 'metrics-open': false };
  const admin = new CommandAdmin(values, () => undefined, new BalancerMetrics(balancer, 200));
  logBalancer(balancer, 'all', admin.log);
  let port = 0;
  return () => {
    const before = process.cpuUsage();
    for (let n = 0; n < CONNECTIONS; n++) {
      const of = { client: `127.0.0.1:${(port = (port + 1) % 65_536)}`, backend: 'B1' };
      balancer.emit('connection_open', { ...of, why: 'round-robin', sticky: false, attempts: 1 });
      const carried = { durationMs: 12, bytesIn: 80, bytesOut: 180 };
      balancer.emit('connection_close', { ...of, ...carried, end: 'client_closed' });
    }
    const { user, system } = process.cpuUsage(before);
    return ((user + system) * 1000) / CONNECTIONS;
  };
}

/** Nanoseconds that a connection costs more, of which opening and closing are logged. */
export async function addedByConnection(blocks) {
  const tell = { true: teller(true), false: teller(false) };
  await differences(3, (isOn) => tell[isOn]()); // compiled by now
  return differences(blocks, (isOn) => tell[isOn]());
}

/**
 * Milliseconds of processor time that a second costs more while somebody looks at an idle balancer.
 *
 * @param look - begins to; returns what ends it
 */
export async function addedByLooking(blocks, { program, port }, look, seconds = 2) {
  return differences(blocks, async (isLookedAt) => {
    const end = isLookedAt ? look(port) : () => undefined;
    const before = cpuReading(program.pid);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    const after = cpuReading(program.pid);
    end();
    return cpuBetween(before, after) / seconds;
  });
}

/** Milliseconds from the start of a balancer until it listens. */
function started(...options) {
  const words = ['balance', '--port', '0', '--backends', '127.0.0.1:1', '--log-format', 'json', ...options];
  const begun = performance.now();
  const child = spawn(process.execPath, [BINARY, ...words], { stdio: ['ignore', 'ignore', 'pipe'] });
  return new Promise((resolve, reject) => {
    let log = '';
    child.once('close', () => reject(new Error(`it ended before it listened: ${log}`)));
    child.stderr.setEncoding('utf8').on('data', (text) => {
      log += text;
      if (!log.includes('"listening"')) return;
      resolve(performance.now() - begun);
      child.kill('SIGKILL');
    });
  });
}

/**
 * Milliseconds that a balancer takes longer until it listens.
 *
 * @param without - options that leave out what is measured
 */
export async function addedToStart(blocks, ...without) {
  return differences(blocks, (isOn) => (isOn ? started() : started(...without)));
}
