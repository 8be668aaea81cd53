import { printFigure } from '../print.js';
import { interleaved } from '../rounds.js';
import { ratios, spread } from '../statistics.js';
import { visitedThrough } from '../visitors.js';
import { startLineServer } from '../work/idle.js';
import { KNOWN, newcomers, SETTINGS, standing, startBoth } from './lab.js';
import { startStore } from './store.js';

const again = (addresses) => (session, balancer, load) =>
  visitedThrough(session, balancer, { ...load, addresses, isRandom: true });

/** Who comes, and how many times the cost of a balancer that is alone one in a lab may have. */
const CLIENTS = [
  { name: 'a known client', goal: 1.03, load: again(1) },
  { name: `one of ${KNOWN.toLocaleString('en')} known clients`, goal: 1.03, load: again(KNOWN) },
  { name: 'a new client', goal: 1.25, load: newcomers },
];

export const connectionCost = {
  name: 'connection',
  about: 'processor time of the balancer for a connection of a client that it knows, and of a new one',
  async measure(session) {
    const backends = await startLineServer(session);
    const balancers = await startBoth(session, backends, await startStore(session));
    for (const { name, goal, load } of CLIENTS) {
      const results = await interleaved(session, { name }, SETTINGS, async ({ label, isShared }) => {
        const balancer = balancers.get(label);
        const { cpuMs, connections } = await load(session, balancer, {
          ms: session.seconds * 1000,
        });
        if (isShared) await assertShared(balancer, session.seconds * 1000);
        return { cost: (cpuMs * 1000) / connections };
      });
      const [alone, inLab] = SETTINGS.map(({ label }) => results.get(label)?.cost);
      printFigure(`${name}, alone`, spread(alone), 'µs');
      printFigure(`${name}, in a lab`, spread(inLab), 'µs');
      printFigure('  in a lab to alone', spread(ratios(inLab, alone)), '×', goal);
    }
  },
};

/** While the store is away, as it may be for one that stands still on a busy machine, nobody is asked about. */
async function assertShared(balancer, forMs) {
  const { state, stateMs } = await standing(balancer);
  if (state !== 'joined' || stateMs < forMs) throw new Error('it was without its store meanwhile');
}
