// How often 95 % confidence intervals of one run hold the mean that theory knows, and how often an algorithm is found to differ
// from itself. Prints the tables of COVERAGE.md: node bench/coverage.js [SEEDS] > bench/COVERAGE.md
import { simulate, compare } from '../dist/index.js';
import { newScheduler } from '../dist/schedulers/index.js';

const SEEDS = Number(process.argv[2] ?? 200);
const LOADS = [0.5, 0.8, 0.95, 0.99];
const BACKENDS = [10, 100, 1000];
/** Requests of all seeds of a cell together, at most; a cell that needs more is only shown to be refused. */
const MOST = Number(process.argv[3] ?? 1.1e9);
const DEFAULT_REQUESTS = 1e6;
const HERE = { threads: 0 };

const percent = (share) => `${(100 * share).toFixed(1)} %`;
const advised = ({ advice = '' }) => Number(/--requests (\d+)$/.exec(advice)?.[1] ?? NaN);

async function run(options, seed) {
  const { report } = await simulate({ algorithm: 'random', ...options, seed }, HERE);
  return report;
}

/** Random service of one backend after another: M/G/1 at each (Pollaczek and Khinchine). */
const meanOf = (load, variation = 1) => 1 + (load * (1 + variation)) / 2 / (1 - load);

/** How many requests the simulator itself asks for, from a run that is much too short. */
async function lengthFor(options) {
  return advised(await run({ ...options, requests: 100 * options.backends }, 1)) || DEFAULT_REQUESTS;
}

/** Several replications, each as long as the simulator asks for. */
async function replicated({ load, backends, service = 'exponential', variation }, replications) {
  const requests = await lengthFor({ load, backends, service, replications });
  const counts = await held({ load, backends, service, replications, requests }, meanOf(load, variation));
  return [load, backends, service, replications, requests.toLocaleString('en-US'), ...counts];
}

async function coverage(load, backends) {
  const requests = await lengthFor({ load, backends });
  const row = [load, backends, requests.toLocaleString('en-US')];
  if (requests * SEEDS > MOST) {
    const { confidence, advice } = await run({ load, backends, requests: DEFAULT_REQUESTS }, 1);
    return [
      ...row,
      '–',
      '–',
      confidence === null ? `not measured; with 1,000,000: ${advice}` : 'not measured',
    ];
  }
  return [...row, ...(await held({ load, backends, requests }, meanOf(load)))];
}

/** How many seeds give an interval, how many of these hold the true mean, and where the others lie. */
async function held(options, truth) {
  const { replications = 1 } = options;
  let [given, hold, below] = [0, 0, 0];
  for (let place = 0; place < SEEDS; place++) {
    const { confidence } = await run(options, 1 + place * replications);
    if (confidence === null) continue;
    given++;
    const [low, high] = confidence.meanSojourn;
    if (high < truth) below++;
    else if (low <= truth) hold++;
  }
  return [`${given} of ${SEEDS}`, percent(hold / given), `${below} below, ${given - hold - below} above`];
}

/** The same algorithm with other draws. */
function redrawn(random, options) {
  for (let draw = 0; draw < 7; draw++) random();
  return newScheduler('random', random, options);
}

async function againstItself(load, backends, requests) {
  let [given, different] = [0, 0];
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { report } = await compare(
      { algorithms: ['random', redrawn], load, backends, requests, seed },
      HERE,
    );
    const [pair] = report.pairs;
    if (pair.confidence === null) continue;
    given++;
    if (pair.significant) different++;
  }
  return [
    load,
    backends,
    requests.toLocaleString('en-US'),
    `${given} of ${SEEDS}`,
    percent(different / given),
  ];
}

function line(cells) {
  console.log(`| ${cells.join(' | ')} |`);
}

console.log(`# Coverage of confidence intervals

Made by \`bench/coverage.js\`, ${SEEDS} seeds. Each system is M/M/1 at every backend (\`random\`), where theory knows the mean.

## How often a 95 % interval of one run holds the mean

Each run has as many requests as the simulator itself asks for: with fewer it gives no interval.
`);
line(['load', 'backends', 'requests', 'runs with an interval', 'hold the mean', 'the others are']);
line(['--:', '--:', '--:', '--:', '--:', ':--']);
for (const backends of BACKENDS) for (const load of LOADS) line(await coverage(load, backends));
console.log(`
## How often a 95 % interval of several replications holds the mean

Each replication is as long as the simulator asks for at least.
`);
line([
  ...['load', 'backends', 'service', 'replications', 'requests of each'],
  ...['runs with an interval', 'hold the mean', 'the others are'],
]);
line(['--:', '--:', ':--', '--:', '--:', '--:', '--:', ':--']);
for (const [load, backends] of [
  [0.5, 10],
  [0.8, 1],
  [0.8, 10],
  [0.95, 10],
])
  line(await replicated({ load, backends }, 10));
line(await replicated({ load: 0.8, backends: 1 }, 40));
line(await replicated({ load: 0.8, backends: 2, service: 'lognormal:4', variation: 4 }, 10));
console.log(`
## How often an algorithm is found to differ from itself

\`random\` against itself with other draws, on the same requests.
`);
line(['load', 'backends', 'requests', 'comparisons with an interval', 'significant']);
line(['--:', '--:', '--:', '--:', '--:']);
line(await againstItself(0.5, 10, 30_000));
line(await againstItself(0.8, 10, 300_000));
