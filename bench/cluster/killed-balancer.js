import { removeSocket } from '../../dist/admin/runtime-folder.js';
import { adminSocketOf } from '../asked.js';
import { printFigure } from '../print.js';
import { interleaved } from '../rounds.js';
import { spread } from '../statistics.js';
import { held, startLineServer } from '../work/idle.js';
import { standing, startMember, until } from './lab.js';
import { startStore } from './store.js';

const CONNECTIONS = 500;
/** It depends on when the last beat was. */
const KILLS_A_ROUND = 4;
const GOAL_MS = 1000;
const COLUMN = { label: 'killed' };

export const killedBalancer = {
  name: 'killed',
  about: `how long the counts of a balancer with ${CONNECTIONS} connections stay after kill -9`,
  async measure(session) {
    const backends = await startLineServer(session);
    const store = await startStore(session);
    const other = await startMember(session, backends, store, 'other');
    const rounds = session.rounds * KILLS_A_ROUND;
    const work = { name: 'killed balancer' };
    const measure = () => killed(session, backends, store, other);
    const results = await interleaved(session, work, [COLUMN], measure, { rounds });
    const figure = spread(results.get(COLUMN.label)?.gone);
    printFigure('counts of a killed balancer are gone after', figure, 'ms', GOAL_MS);
  },
};

/** What the other balancer says. */
async function openElsewhere(other) {
  const { state, backends } = await standing(other);
  if (state !== 'joined') throw new Error('the other balancer has lost the store');
  return backends.reduce((sum, { own, all }) => sum + all - own, 0);
}

async function killed(session, backends, store, other) {
  const balancer = await startMember(session, backends, store, 'killed');
  try {
    const holder = await held(session, balancer.port, CONNECTIONS);
    await until('its connections are known', async () => (await openElsewhere(other)) === CONNECTIONS);
    process.kill(balancer.program.pid, 'SIGKILL');
    const gone = await until('its connections are gone', async () => (await openElsewhere(other)) === 0);
    // Its connections have ended with the balancer, and so has it.
    await holder.end;
    return { gone };
  } finally {
    await session.processes.stop(balancer.program);
    removeSocket(adminSocketOf(balancer.port));
  }
}
