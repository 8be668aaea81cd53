import { SIMULATION_TABLE } from '../../simulator/plan/option-table.js';
import { defineCommand } from '../command.js';
import { SIMULATION_OPTIONS } from './simulation-options.js';

const options = { algorithm: SIMULATION_TABLE.algorithm, ...SIMULATION_OPTIONS };

export const simulateCommand = defineCommand({
  options,
  details:
    'It is the scheduling, sticky-session and health code of lbsim balance that runs here, on a clock that ' +
    'jumps from event to event. Times are in units of the mean service time; with ' +
    '--service-mean 20ms they are in milliseconds, in the JSON too. The page of --html plays the first ' +
    'replication, under the greatest of several loads.',
  examples: [
    [
      'lbsim simulate --backends 100 --load 0.9 --algorithm power-of-two',
      'a hundred backends, nine tenths busy',
    ],
    [
      'lbsim simulate --backends 1,1,2,4 --service lognormal:4 --discipline ps',
      'unequal ones that share their time',
    ],
    [
      'lbsim simulate --algorithm least-connections --classes read:9:1,write:1:10 --replications 10',
      'short and long requests, what each gets',
    ],
    ['lbsim simulate --clients 50 --think 10 --replications 10', 'a closed loop, ten replications'],
    [
      'lbsim simulate --scenario black-hole --algorithm least-connections --html hole.html',
      'what goes wrong, as a page',
    ],
    ['lbsim simulate --algorithm ./mine.js --backends 10 --load 0.9', 'an algorithm of your own'],
    ['lbsim simulate --load 0.5:0.95:0.05 --html load.html', 'latency against load'],
  ],
  async check({ algorithm, ...values }) {
    const { plansOf } = await import('../simulation/run.js');
    await plansOf([algorithm], values);
  },
  async run({ algorithm, ...values }) {
    const { runSimulations } = await import('../simulation/run.js');
    return runSimulations([algorithm], values);
  },
});
