import { BALANCER_CORE } from '../processes.js';
import { interleaved } from '../rounds.js';

const BACKENDS = 1000;
const REQUESTS = { full: 1_000_000, quick: 400_000 };

/** Algorithms of which more is asked than to be listed. */
export const RACED = ['round-robin', 'power-of-two', 'least-connections'];

/** Each figure is a process that takes its time to warm up, so those in a hurry have it once. */
export const roundsOf = ({ quick, rounds }) => (quick ? 1 : rounds);

/** One simulation in a process of its own. @returns nanoseconds of an event */
export async function nanosecondsOfAnEvent(bench, column, model) {
  const [command, args] = column.simulate(model);
  const output = await bench.processes.run(column.label, BALANCER_CORE, command, args);
  return JSON.parse(output).nanoseconds;
}

/** What an event of a simulation costs, for every algorithm that a simulator has. */
export const event = {
  name: 'event',
  about: `an arrival or a completion among ${BACKENDS.toLocaleString('en')} backends`,
  lineOf: (name) => ({ name, text: name.replace('-', ', '), unit: 'ns', isRate: true }),
  referenceOf: ({ columns }) => columns[0]?.label,
  run(bench) {
    const requests = bench.quick ? REQUESTS.quick : REQUESTS.full;
    const measure = async (column) => {
      const costs = {};
      for (const algorithm of await column.algorithms()) {
        const model = { algorithm, backends: BACKENDS, requests };
        costs[`event-${algorithm}`] = await nanosecondsOfAnEvent(bench, column, model);
      }
      return costs;
    };
    return interleaved(bench, event, bench.columnsFor(event), measure, { rounds: roundsOf(bench) });
  },
};
