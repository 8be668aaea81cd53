import { printFigure } from '../print.js';
import { interleaved } from '../rounds.js';
import { differences, spread } from '../statistics.js';
import { startLineServer } from '../work/idle.js';
import { newcomers, SETTINGS, standing, startBoth, until } from './lab.js';
import { startStore } from './store.js';

/** So few that none waits for the others. */
const AT_ONCE = 2;
const GOAL_MS = 1;

export const deadStore = {
  name: 'dead-store',
  about:
    'how long new clients wait for their first answer once the balancer has given up a store that was killed',
  async measure(session) {
    const backends = await startLineServer(session);
    const store = await startStore(session);
    const balancers = await startBoth(session, backends, store);
    const isLost = async () => (await standing(balancers.get('in a lab'))).state === 'lost';
    process.kill(store.program.pid, 'SIGKILL');
    await until('the store is given up', isLost);
    const results = await interleaved(session, { name: 'dead store' }, SETTINGS, async ({ label }) => {
      const load = { ms: session.seconds * 1000, atOnce: AT_ONCE };
      const { p50, p99 } = await newcomers(session, balancers.get(label), load);
      if (!(await isLost())) throw new Error('the store is there again');
      return { p50, p99 };
    });
    for (const quantile of ['p50', 'p99']) {
      const [alone, inLab] = SETTINGS.map(({ label }) => results.get(label)?.[quantile]);
      const goal = quantile === 'p99' ? GOAL_MS : undefined;
      printFigure(`first answer, ${quantile}, alone`, spread(alone), 'ms');
      printFigure(`first answer, ${quantile}, dead store`, spread(inLab), 'ms');
      printFigure('  longer with a dead store', spread(differences(inLab, alone)), 'ms', goal);
    }
  },
};
