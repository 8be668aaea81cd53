// The command line of the benchmark.
import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import yargs from 'yargs';
import { balancers, simulators } from './suites.js';

const HERE = dirname(fileURLToPath(import.meta.url));
const OURS = join(HERE, '../bin/lbsim.js');
const LEAST_ROUNDS = 5;

export const SECOND_NODE =
  'A second Node gets columns of its own: npm install --prefix bench --no-save node@26';

/** The items of a comma-separated option, which may repeat. */
export const items = (texts) => [texts].flat().flatMap((text) => text.split(','));

/** @throws Error that names the item that is not known, and all that are */
export function refuseStrangers(option, given, known) {
  const stranger = given?.find((item) => !known.includes(item));
  if (stranger !== undefined)
    throw new Error(`--${option} does not know '${stranger}': use some of ${known.join(', ')}`);
}

/** `[label=]path` of a `bin/lbsim.js`, or of the folder that has one. */
function build(text) {
  const [, label = 'lbsim', path] = /^(?:([^=/]+)=)?(.+)$/.exec(text) ?? [];
  const given = resolve(path ?? '');
  const binary = existsSync(given) && statSync(given).isDirectory() ? join(given, 'bin/lbsim.js') : given;
  if (!existsSync(binary))
    throw new Error(`--lbsim ${text}: there is no ${binary}; build it, or give another path`);
  return { label, binary };
}

const suiteOf = ({ simulator }) => (simulator ? simulators : balancers);
const namesOf = ({ works }) => works.map(({ name }) => name);

/** What a list of names is of, with each suite. */
const either = (namesIn) =>
  `Some of ${namesIn(balancers).join(', ')}; with --simulator of ${namesIn(simulators).join(', ')}`;

function check({ rounds, only, peers, ...options }) {
  const suite = suiteOf(options);
  refuseStrangers('only', only, namesOf(suite));
  refuseStrangers('peers', peers, suite.peers);
  assertRounds(rounds);
  return true;
}

/** @throws Error when it is neither a whole number from 1 nor undefined */
export function assertRounds(rounds) {
  if (rounds === undefined || (Number.isInteger(rounds) && rounds > 0)) return;
  throw new Error(`--rounds wants a whole number from 1, not ${rounds}`);
}

/** Where the report goes: into this folder only when all of this build was measured with care. */
function reportFolder({ out, quick, rounds = LEAST_ROUNDS, only, peers, lbsim }) {
  if (out !== undefined) return resolve(out);
  const isWhole = !quick && only === undefined && peers === undefined && rounds >= LEAST_ROUNDS;
  return isWhole && lbsim.every(({ binary }) => binary === OURS) ? HERE : undefined;
}

/**
 * What is to be measured, and how.
 *
 * @returns the options, and of them `suite`, `works`, and `folder`, where the report goes, if it is to be written
 * @throws Error when something is wrong with the options
 */
export function parseOptions(args) {
  const options = yargs(args)
    .scriptName('npm run bench --')
    .usage('$0 [options]\n\nMeasures lbsim beside others on the same work, in turns, on this machine.')
    .option('simulator', {
      type: 'boolean',
      default: false,
      describe: 'Measures what an event of `lbsim simulate` costs, and nothing else',
    })
    .option('quick', {
      type: 'boolean',
      default: false,
      describe: 'A rough run of less than two minutes; the report stays',
    })
    .option('rounds', { type: 'number', describe: 'How often each figure is taken  [default: 5, quick 3]' })
    .option('only', { type: 'string', coerce: items, describe: either(namesOf) })
    .option('peers', { type: 'string', coerce: items, describe: either(({ peers }) => peers) })
    .option('lbsim', {
      type: 'string',
      default: [OURS],
      defaultDescription: 'this one',
      coerce: (texts) => [texts].flat().map(build),
      describe: 'Another build, as [label=]path; may repeat, to compare builds',
    })
    .option('out', {
      type: 'string',
      describe: 'Folder of the report and charts/  [default: bench if all is measured, else none]',
    })
    .example('$0 --quick --only bulk,request', 'a first look')
    .example(
      '$0 --only bulk --peers lbsim,haproxy --lbsim before=../old --lbsim after=.',
      'two builds side by side',
    )
    .example('$0 --simulator', 'the simulator; wants neither nginx nor wrk')
    .epilogue(SECOND_NODE)
    .version(false)
    .strict()
    .wrap(110)
    .check(check)
    .fail((message, error) => {
      throw error ?? new Error(`${message}; --help lists all options`);
    })
    .parseSync();
  const suite = suiteOf(options);
  const works = suite.works.filter(({ name }) => options.only?.includes(name) ?? true);
  return { ...options, suite, works, folder: reportFolder(options) };
}
