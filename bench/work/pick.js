import { fileURLToPath } from 'node:url';
import { BALANCER_CORE } from '../processes.js';
import { interleaved } from '../rounds.js';

const PROGRAM = fileURLToPath(new URL('../programs/pick.js', import.meta.url));

const BACKENDS = 10_000;

/** What one decision costs, for every algorithm of the library, each in a process that does nothing else. */
export const pick = {
  name: 'pick',
  about: 'one decision among 10,000 backends of equal weight, while connections open and close at random',
  short:
    'nanoseconds of one decision among 10,000 backends: median of the rounds, and their spread; less is better',
  peers: ['lbsim'],
  lineOf: (algorithm) => ({ name: algorithm, text: `pick, ${algorithm}`, unit: 'ns', comparable: false }),
  run(bench) {
    const { rounds, batches } = bench.quick
      ? { rounds: 1, batches: 60 }
      : { rounds: bench.rounds, batches: 300 };
    const measure = async ({ nodeBinary, library }) => {
      const { ALGORITHMS } = await import(library);
      const costs = {};
      for (const algorithm of ALGORITHMS) {
        const args = [PROGRAM, library, algorithm, BACKENDS, batches];
        costs[algorithm] = Number(await bench.processes.run('pick', BALANCER_CORE, nodeBinary, args));
      }
      return costs;
    };
    return interleaved(bench, pick, bench.columnsFor(pick), measure, { rounds });
  },
};
