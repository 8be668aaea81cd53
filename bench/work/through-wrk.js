import { startBackend } from '../backend.js';
import { startBalancer } from '../balancer.js';
import { interleaved } from '../rounds.js';

/** A line, and one of the part of it that is user time, which has no goal. */
export const withUserTime = (line) => [
  line,
  { ...line, name: `${line.name}-user`, text: `${line.name}, user time of it`, partOf: line.name },
];

/**
 * Measures a work that is loaded by wrk: one backend, all balancers started in front of it and warmed up, then the rounds.
 *
 * @param load - puts load on a balancer for so many seconds, and answers its figures
 * @param beforeRound - called once in each round before the first balancer
 */
export async function throughWrk(bench, work, load, beforeRound) {
  const backend = await startBackend(bench);
  const loaded = async (balancer, seconds) => {
    try {
      return await load(balancer, seconds);
    } catch (error) {
      // That the balancer has ended says more than that requests failed.
      throw new Error(balancer.program.ended ?? error.message, { cause: error });
    }
  };
  const balancers = new Map();
  const columns = bench.columnsFor(work);
  for (const column of columns) {
    bench.progress(`${work.name}, warming up`, column.label);
    await bench.tried(work, column, balancers, async () => {
      const balancer = await startBalancer(bench, column, backend.addresses);
      await loaded(balancer, bench.warmUpSeconds);
      balancers.set(column.label, balancer);
    });
  }
  let current;
  const results = await interleaved(
    bench,
    work,
    columns.filter(({ label }) => balancers.has(label)),
    async ({ label }, round) => {
      if (round !== current) await beforeRound?.(backend);
      current = round;
      return loaded(balancers.get(label), bench.seconds);
    },
  );
  await bench.processes.stopAll();
  return results;
}
