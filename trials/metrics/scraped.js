import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../bench/ports.js';
import { alerts, panels } from './expressions.js';
import { Prometheus } from './prometheus.js';

const CLIENTS = 300;

/** A balancer with two workers, three backends of which one dies, and clients. */
export const scraped = {
  name: 'scraped',
  about: 'a Prometheus scrapes a lab, and has an answer to each question of the dashboard',
  async run(stage, findings) {
    const lab = await openLab(stage);
    const prometheus = await Prometheus.start(stage, { lbsim: [lab.admin], backends: lab.servers });
    await prometheus.until('lbsim_client_connections_total', () => true);
    await serveClients(stage, lab);
    await stage.stop(lab.backends[2]);
    await serveClients(stage, lab);
    await prometheus.until('sum(lbsim_client_connections_ended_total)', (ended) => ended === 2 * CLIENTS);

    await agrees(findings, prometheus);
    await isClean(stage, findings, lab);
    const targets = await prometheus.targets();
    findings.claimNone(
      'each target that lives is scraped, in OpenMetrics, without an error',
      targets.filter(({ job, health }) => job === 'lbsim' && health !== 'up').map(JSON.stringify),
    );
    await answersEach(findings, prometheus);
    findings.claim('the balancer ended with status 0', (await stage.stop(lab.balancer)) === 0);
  },
};

async function openLab(stage) {
  const open = async () => ['--admin', String(await freePort()), '--metrics-open'];
  const backends = [];
  const servers = [];
  for (const name of ['B1', 'B2', 'B3']) {
    const options = await open();
    backends.push(
      await stage.lbsim(name, ['server', '--name', name, '--port', String(await freePort()), ...options]),
    );
    servers.push(options[1]);
  }
  const options = await open();
  // The second clients come before a health check has noticed what is down.
  const late = ['--health-check-interval', '5s', '--health-check-fall', '5', '--workers', '2'];
  const spread = ['--sticky-key', 'ip-port', '--algorithm', 'round-robin'];
  const balancer = await stage.balancer(backends, [...options, ...late, ...spread]);
  return { backends, servers, balancer, admin: options[1] };
}

async function serveClients(stage, { balancer }) {
  const load = ['--count', String(CLIENTS), '--concurrency', '8', '--message', 'hello'];
  await stage.runLbsim(['client', '--port', String(balancer.port), ...load]);
}

async function agrees(findings, prometheus) {
  const sums = {
    'all clients are counted': ['lbsim_client_connections_total', 2 * CLIENTS],
    'all of them have a duration': ['lbsim_client_connection_duration_seconds_count', 2 * CLIENTS],
    'each has a backend': ['sum(lbsim_backend_connections_total)', 2 * CLIENTS],
    'what has ended is what was accepted and is not open': [
      'sum(lbsim_client_connections_total) - sum(lbsim_client_connections) - sum(lbsim_client_connections_ended_total)',
      0,
    ],
  };
  for (const [text, [expr, expected]] of Object.entries(sums)) {
    const found = await prometheus
      .until(expr, (number) => number === expected)
      .catch((error) => error.message);
    findings.claim(text, found === expected, String(found));
  }
}

/** What promtool says of the older format, the only one that it reads; the newer is what Prometheus scrapes. */
async function isClean(stage, findings, { admin, servers: [server] }) {
  for (const [what, port] of [
    ['balance', admin],
    ['server', server],
  ]) {
    const response = await fetch(`http://127.0.0.1:${port}/metrics`);
    const file = join(stage.directory, `${what}.txt`);
    writeFileSync(file, await response.text());
    const said = await stage
      .run('promtool', 'sh', ['-c', 'promtool check metrics < "$0" 2>&1', file])
      .catch((error) => error.message);
    findings.claim(`promtool check metrics has nothing against those of ${what}`, said === '', said);
  }
}

async function answersEach(findings, prometheus) {
  const questions = await panels();
  const silent = [];
  for (const { panel, expr } of questions) {
    // A rate takes two scrapes of a series, and some begin with the failures at the end.
    const found = await prometheus.until(expr, () => true).catch(({ message }) => message);
    if (typeof found !== 'number') silent.push(`${panel}: ${found}`);
  }
  findings.claimNone(
    'each expression of the dashboard answers with data',
    silent,
    `${questions.length} expressions`,
  );
  const rules = await alerts();
  for (const { expr } of rules) await prometheus.query(expr);
  findings.claim('each expression of the alerts is understood', rules.length > 0, `${rules.length} rules`);
}
