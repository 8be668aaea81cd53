import { algorithmList, ALGORITHMS_TEXT } from '../../control/algorithm-kind.js';
import { group, required } from '../../schema/option.js';
import { defineCommand } from '../command.js';
import { SIMULATION_OPTIONS } from './simulation-options.js';

const options = {
  ...group('Balancers:', {
    algorithms: required(algorithmList, `Comma-separated, of ${ALGORITHMS_TEXT}`),
  }),
  ...SIMULATION_OPTIONS,
};

export const compareCommand = defineCommand({
  options,
  details:
    'All get the same requests at the same times, with the same service times, so that what differs is the ' +
    'algorithm. A difference is real (significant) when it is more than chance, for all pairs together. The page of --html plays the ' +
    'first replication of each algorithm, of 8 at most, under the greatest of several loads.',
  examples: [
    [
      'lbsim compare --algorithms round-robin,least-connections,power-of-two --backends 100 --load 0.9',
      'three of them, a hundred backends',
    ],
    [
      'lbsim compare --algorithms round-robin,least-connections --scenario slow-backend --replications 10',
      'which one survives a slow backend',
    ],
    ['lbsim compare --algorithms round-robin,./mine.js --load 0.9', 'whether your own is better'],
    [
      'lbsim compare --algorithms round-robin,least-connections --classes read:9:1,write:1:10',
      'what short requests suffer from long ones',
    ],
    [
      'lbsim compare --algorithms random,power-of-two --load 0.5:0.95:0.05 --html load.html',
      'latency against load, as a page',
    ],
    [
      'lbsim compare --algorithms random,power-of-two --load 0.5:0.95:0.05 --csv load.csv',
      'the same as a table, one row for each algorithm and load',
    ],
  ],
  async check(given) {
    // They may be on the command line.
    const { algorithms = ['auto'] } = given as Partial<typeof given>;
    const { plansOf } = await import('../simulation/run.js');
    await plansOf(algorithms, given);
  },
  async run({ algorithms, ...values }) {
    const { runSimulations } = await import('../simulation/run.js');
    return runSimulations(algorithms, values, { compared: true });
  },
});
