// How long `lbsim --help` takes, beside an empty `node -e 0`: pairs of runs, one after the other, so that a machine whose
// speed drifts does so for both. Prints medians and the median of the ratios; the goal is a ratio of at most 2.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const BINARY = fileURLToPath(new URL('../bin/lbsim.js', import.meta.url));
const PAIRS = Number(process.argv[2] ?? 21);

/** One run of node, in milliseconds of wall clock. */
function timed(args) {
  const started = process.hrtime.bigint();
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with status ${status}`);
  return Number(process.hrtime.bigint() - started) / 1e6;
}

/** The value below which that share of the others lies. */
function quantile(values, share) {
  return [...values].sort((a, b) => a - b)[Math.floor(share * (values.length - 1))];
}

const help = [];
const empty = [];
timed([BINARY, '--help']);
for (let pair = 0; pair < PAIRS; pair++) {
  help.push(timed([BINARY, '--help']));
  empty.push(timed(['-e', '0']));
}
const ratios = help.map((ms, pair) => ms / empty[pair]);

for (const [name, values, unit] of [
  ['lbsim --help', help, ' ms'],
  ['node -e 0', empty, ' ms'],
  ['ratio', ratios, ''],
]) {
  const [low, median, high] = [0, 0.5, 1].map(
    (share) => quantile(values, share).toFixed(unit ? 1 : 2) + unit,
  );
  console.log(`${name.padEnd(14)} median ${median}, from ${low} to ${high}, ${PAIRS} runs`);
}
