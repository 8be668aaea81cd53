#!/usr/bin/env node
// Measures lbsim beside others on the same work, in turns. `--help` says how.
import { parseOptions, SECOND_NODE } from './options.js';
import { Session } from './session.js';
import { assertUsable, runtimes } from './surroundings.js';
import { figuresTable, shortcuts } from './table.js';

/** A run of the benchmark, which ends its programs however it ends itself. */
function newSession(options) {
  const nodes = runtimes();
  if (nodes.length === 1) console.error(SECOND_NODE);
  const all = options.suite.columns(options.lbsim, nodes);
  const chosen = all.filter(({ name }) => options.peers?.includes(name) ?? true);
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
    outcomes.push({
      work,
      results,
      reference: work.referenceOf?.(session),
      lines: work.lines ?? [...names].map((name) => work.lineOf(name)),
    });
  }
  return outcomes;
}

async function main() {
  const options = parseOptions(process.argv.slice(2));
  assertUsable(options.suite.needs);
  const session = newSession(options);
  try {
    const outcomes = await measured(session, options.works);
    await session.close();
    console.log([figuresTable(outcomes), ...shortcuts(session, outcomes)].join('\n'));
    if (options.folder === undefined) return;
    console.error(`written: ${await options.suite.report(options.folder, session, outcomes)}`);
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
