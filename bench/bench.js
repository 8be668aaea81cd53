#!/usr/bin/env node
// Measures lbsim beside other balancers on the same work, in turns. `--help` says how.
import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import yargs from 'yargs';
import { columns, PEERS } from './peers/index.js';
import { writeReport } from './report.js';
import { Session } from './session.js';
import { assertUsable, runtimes } from './surroundings.js';
import { figuresTable, shortcuts } from './table.js';
import { WORKS } from './work/index.js';

const HERE = dirname(fileURLToPath(import.meta.url));
const OURS = join(HERE, '../bin/lbsim.js');
const SECOND_NODE = 'A second Node gets columns of its own: npm install --prefix bench --no-save node@26';
const NAMES = WORKS.map(({ name }) => name);

/** The items of a comma-separated option, each of which has to be known. */
function listed(option, known) {
  return (text) => {
    const items = [text].flat().flatMap((part) => part.split(','));
    const stranger = items.find((item) => !known.includes(item));
    if (stranger === undefined) return items;
    throw new Error(`--${option} does not know '${stranger}': use some of ${known.join(', ')}`);
  };
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

function commandLine() {
  return yargs(process.argv.slice(2))
    .scriptName('npm run bench --')
    .usage(
      '$0 [options]\n\nMeasures lbsim beside other balancers on the same work, in turns, on this machine.',
    )
    .option('quick', {
      type: 'boolean',
      default: false,
      describe: 'A rough run of less than two minutes; the report stays',
    })
    .option('rounds', { type: 'number', describe: 'How often each figure is taken  [default: 5, quick 3]' })
    .option('only', {
      type: 'string',
      coerce: listed('only', NAMES),
      describe: `Some of ${NAMES.join(', ')}`,
    })
    .option('peers', {
      type: 'string',
      coerce: listed('peers', PEERS),
      describe: `Some of ${PEERS.join(', ')}`,
    })
    .option('lbsim', {
      type: 'string',
      default: [OURS],
      defaultDescription: 'this one',
      coerce: (texts) => [texts].flat().map(build),
      describe: 'Another build, as [label=]path; may repeat, to compare builds',
    })
    .option('out', {
      type: 'string',
      describe: 'Folder of REPORT.md and charts/  [default: bench if all is measured, else none]',
    })
    .example('$0 --quick --only bulk,request', 'a first look')
    .example(
      '$0 --only bulk --peers lbsim,haproxy --lbsim before=../old --lbsim after=.',
      'two builds side by side',
    )
    .epilogue(SECOND_NODE)
    .version(false)
    .strict()
    .wrap(110)
    .check(({ rounds }) => {
      if (rounds === undefined || (Number.isInteger(rounds) && rounds > 0)) return true;
      throw new Error(`--rounds wants a whole number from 1, not ${rounds}`);
    })
    .fail((message, error) => {
      throw error ?? new Error(`${message}; --help lists all options`);
    })
    .parseSync();
}

/** Where the report goes: into this folder only when all of this build was measured with care. */
function reportFolder({ out, quick, rounds, only, peers, lbsim }) {
  if (out !== undefined) return resolve(out);
  const isWhole = !quick && only === undefined && peers === undefined && (rounds ?? 5) >= 5;
  return isWhole && lbsim.every(({ binary }) => binary === OURS) ? HERE : undefined;
}

/** A run of the benchmark, which ends its programs however it ends itself. */
function newSession(options) {
  const nodes = runtimes();
  if (nodes.length === 1) console.error(SECOND_NODE);
  const chosen = columns(options.lbsim, nodes).filter(({ name }) => options.peers?.includes(name) ?? true);
  const session = new Session({ ...options, columns: chosen });
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => {
      console.error(`bench: ended by ${signal}`);
      void session.close().finally(() => process.exit(1));
    });
  }
  return session;
}

/** Does one work after the other. A work that knows its lines only from its results is asked for them. */
async function measured(session, works) {
  const outcomes = [];
  for (const work of works) {
    const results = await work.run(session);
    const names = new Set([...results.values()].flatMap((values) => Object.keys(values)));
    outcomes.push({ work, results, lines: work.lines ?? [...names].map((name) => work.lineOf(name)) });
  }
  return outcomes;
}

async function main() {
  const options = commandLine();
  assertUsable();
  const session = newSession(options);
  try {
    const works = WORKS.filter(({ name }) => options.only?.includes(name) ?? true);
    const outcomes = await measured(session, works);
    await session.close();
    console.log([figuresTable(outcomes), ...shortcuts(session, outcomes)].join('\n'));
    const folder = reportFolder(options);
    if (folder === undefined) return;
    await writeReport(folder, session, outcomes);
    console.error(`written: ${join(folder, 'REPORT.md')}`);
  } finally {
    await session.close();
  }
}

try {
  await main();
} catch (error) {
  console.error(`bench: ${error.message}`);
  process.exitCode = 1;
}
