// The command line of the benchmark of several balancers.
import yargs from 'yargs';
import { assertRounds, items, refuseStrangers } from '../options.js';
import { PARTS } from './parts.js';

const NAMES = PARTS.map(({ name }) => name);

/**
 * @returns `quick`, `rounds`, and `parts`, what is to be measured
 * @throws Error when something is wrong with the options
 */
export function parseClusterOptions(args) {
  const { quick, rounds, only } = yargs(args)
    .scriptName('npm run bench:cluster --')
    .usage('$0 [options]\n\nMeasures what --cluster costs a balancer, beside one without, on this machine.')
    .option('quick', { type: 'boolean', default: false, describe: 'A rough run of a minute or two' })
    .option('rounds', { type: 'number', describe: 'How often each figure is taken  [default: 5, quick 3]' })
    .option('only', { type: 'string', coerce: items, describe: `Some of ${NAMES.join(', ')}` })
    .epilogue(PARTS.map(({ name, about }) => `${name}: ${about}`).join('\n'))
    .version(false)
    .strict()
    .wrap(110)
    .check(({ rounds: given, only: names }) => {
      refuseStrangers('only', names, NAMES);
      assertRounds(given);
      return true;
    })
    .fail((message, error) => {
      throw error ?? new Error(`${message}; --help lists all options`);
    })
    .parseSync();
  return { quick, rounds, parts: PARTS.filter(({ name }) => only?.includes(name) ?? true) };
}
