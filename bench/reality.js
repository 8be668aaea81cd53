// Real beside simulated: for every algorithm three real backends with a queue, a real balancer that records and a real client with Poisson
// arrivals; then the simulator with the recorded arrivals. `npm run reality` writes REALITY.md; with any option it prints the report
// instead, unless --out names a file: npm run reality -- --requests 300 --service-ms 20 --algorithms auto,random
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ALGORITHMS, simulate } from '../dist/index.js';
import { recordedConnections } from '../dist/recording/recorded-connections.js';
import { recordedRun } from '../dist/simulator/calibration/recorded-run.js';
import { predictionInterval } from '../dist/simulator/measures/confidence.js';
import { freePort, listening } from './ports.js';
import { Processes } from './processes.js';
import { writeMarkdown } from './report-sections.js';
import { machine } from './surroundings.js';

const BINARY = fileURLToPath(new URL('../bin/lbsim.js', import.meta.url));
const REPORT = fileURLToPath(new URL('REALITY.md', import.meta.url));
const BACKENDS = 3;
const REPLICATIONS = 20;
/** Of peak-ewma in a balancer that is not told otherwise, in milliseconds. */
const EWMA_DECAY = 10_000;

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '3000' },
    'service-ms': { type: 'string', default: '50' },
    load: { type: 'string', default: '0.8' },
    algorithms: { type: 'string', default: ALGORITHMS.join(',') },
    out: { type: 'string' },
  },
});
const [requests, serviceMs, load] = ['requests', 'service-ms', 'load'].map((name) => {
  if (Number(values[name]) > 0) return Number(values[name]);
  throw new Error(`--${name} wants a number above 0, not '${values[name]}'`);
});
const algorithms = values.algorithms.split(',');
const stranger = algorithms.find((algorithm) => !ALGORITHMS.includes(algorithm));
if (stranger !== undefined)
  throw new Error(`--algorithms does not know '${stranger}': use some of ${ALGORITHMS.join(', ')}`);
const rate = (load * BACKENDS * 1000) / serviceMs;

/** Starts a command of lbsim that listens, with no log but its events. */
async function service(processes, label, words) {
  const port = await freePort();
  const args = [BINARY, ...words, '--port', String(port), '--admin', 'off', '--log-connections', 'none'];
  const program = processes.start(label, undefined, process.execPath, [...args, '--log-format', 'json']);
  program.child.stdout.resume();
  await listening(program, port);
  return { program, port };
}

/** What a backend says of its queue when it stops: means are those of its ideal schedule. */
function queueOf({ label, stderr }) {
  const events = readFileSync(stderr, 'utf8').trim().split('\n').map(JSON.parse);
  const stopped = events.find(({ event }) => event === 'stopped');
  if (stopped?.queue === undefined) throw new Error(`${label} did not say how its queue was when it stopped`);
  return stopped.queue;
}

/** One real run. @returns its latencies in milliseconds, and the file of its recording */
async function real(processes, folder, algorithm) {
  const recording = join(folder, `${algorithm}.jsonl`);
  const backends = [];
  for (let number = 1; number <= BACKENDS; number++) {
    const queue = ['--service', `exponential:${serviceMs}ms`, '--slots', '1', '--seed', '1'];
    backends.push(await service(processes, `B${number}`, ['server', '--name', `B${number}`, ...queue]));
  }
  const addresses = backends.map(({ port }, index) => `B${index + 1}=127.0.0.1:${port}`).join(',');
  const balancer = await service(processes, 'balancer', [
    ...['balance', '--backends', addresses, '--algorithm', algorithm, '--sticky-key', 'none'],
    ...['--record', recording, '--seed', '1'],
  ]);
  const client = await processes.run('client', undefined, process.execPath, [
    ...[BINARY, 'client', '--port', String(balancer.port), '--count', String(requests), '--json'],
    ...['--rate', String(rate), '--arrivals', 'poisson', '--seed', '1'],
  ]);
  await processes.stop(balancer.program);
  for (const { program } of backends) await processes.stop(program);
  const queues = backends.map(({ program }) => queueOf(program));
  const answered = queues.reduce((sum, queue) => sum + queue.answered, 0);
  const over = (of) => queues.reduce((sum, queue) => sum + queue.answered * (of(queue) ?? 0), 0) / answered;
  const { latency } = recordedRun(recordedConnections(readFileSync(recording, 'utf8'), recording));
  return {
    recording,
    mean: over(({ meanLatencyMs }) => meanLatencyMs),
    service: over(({ meanServiceMs }) => meanServiceMs),
    latest: Math.max(...queues.map(({ latestMs }) => latestMs)),
    recordedMean: latency.mean,
    p99: latency.p99,
    cv2: JSON.parse(client).arrivals.cv2,
  };
}

/** @returns of the mean and of p99 the mean of all runs, and the bounds of a single one */
async function simulated(algorithm, { recording }) {
  const reports = [];
  for (let seed = 1; seed <= REPLICATIONS; seed++) {
    const { report } = await simulate(
      {
        ...{ algorithm, backends: BACKENDS, slots: 1, arrivals: `trace:${recording}`, seed },
        ...{ service: 'exponential', serviceMean: `${serviceMs}ms` },
        ...(algorithm === 'peak-ewma' && { ewmaDecay: EWMA_DECAY / serviceMs }),
      },
      { threads: 0 },
    );
    reports.push(report);
  }
  const figure = (values) => ({
    value: values.reduce((sum, value) => sum + value, 0) / values.length,
    bounds: predictionInterval(values),
  });
  return {
    mean: figure(reports.map(({ meanSojourn }) => meanSojourn)),
    p99: figure(reports.map(({ p99 }) => p99)),
  };
}

const ms = (value) => value.toFixed(1);
const boundsText = ({ value, bounds: [low, high] }) => `${ms(value)} (${ms(low)} to ${ms(high)})`;
const verdict = (value, { bounds: [low, high] }) =>
  low <= value && value <= high ? 'within' : '**outside**';

function row(algorithm, found, expected) {
  return [
    ...[algorithm, ms(found.mean), boundsText(expected.mean), verdict(found.mean, expected.mean)],
    ...[ms(found.p99), boundsText(expected.p99), verdict(found.p99, expected.p99)],
    ...[ms(found.service), ms(found.recordedMean - found.mean), ms(found.latest), found.cv2.toFixed(2)],
  ].join(' | ');
}

function reportOf(rows) {
  return `# Real beside simulated

Made by \`npm run reality\`. For each algorithm three real backends (\`lbsim server --service exponential:${serviceMs}ms --slots 1\`), a real
\`lbsim balance --record\` and a real \`lbsim client --arrivals poisson\`, ${requests} requests at a load of ${load}, all on one machine. Then the
simulator has the recorded arrivals, exponential service times of the same mean and the same algorithm, ${REPLICATIONS} replications with other draws.
Times are in ms. A real run is a single one, so it is within where 95 % of single simulated runs are, in parentheses (Student's t): one
figure in twenty is outside by chance.

- The real mean is what the backends say of themselves: the mean time from arrival to completion on their ideal schedule, which timers do
  not delay. The real p99 is that of the connections of the recording, as backends keep no percentiles: it contains what the machine added.
- Service is the mean of the service times that the backends drew; added is the mean latency of the recording less that of the backends,
  which is what the balancer, the network and the machine's timers add; latest is the most by which an answer missed its time.
- Machine: ${machine()}, Node ${process.versions.node}
- Date: ${new Date().toISOString().slice(0, 10)}

| algorithm | mean, real | simulated | | p99, real | simulated | | service | added | latest | CV² of the gaps |
| :-- | --: | --: | :-- | --: | --: | :-- | --: | --: | --: | --: |
${rows.map((cells) => `| ${cells} |\n`).join('')}`;
}

const folder = mkdtempSync(join(tmpdir(), 'lbsim-reality-'));
const processes = new Processes(folder);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
try {
  const rows = [];
  for (const algorithm of algorithms) {
    process.stderr.write(`${algorithm}: ${(requests / rate).toFixed(0)} s\n`);
    const found = await real(processes, folder, algorithm);
    rows.push(row(algorithm, found, await simulated(algorithm, found)));
  }
  const file = values.out ?? (process.argv.length > 2 ? undefined : REPORT);
  if (file === undefined) console.log(reportOf(rows));
  else await writeMarkdown(dirname(file), basename(file), reportOf(rows));
} finally {
  await processes.close();
  rmSync(folder, { recursive: true, force: true });
}
