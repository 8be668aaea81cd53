import { printFigure } from '../print.js';
import { interleaved } from '../rounds.js';
import { differences, spread } from '../statistics.js';
import { atRest, residentKb } from '../usage.js';
import { startLineServer } from '../work/idle.js';
import { newcomers, SETTINGS, startMember, until } from './lab.js';
import { startStore, storeClient } from './store.js';

const SESSIONS = { full: 100_000, quick: 5000 };
/** Clients before those that count: code is compiled, and buffers are there. */
const WARM_UP = 2000;
/** Keys of a lab beside its sessions: who is there, what they say, the operator's words. */
const OTHER_KEYS = 3;

export const manySessions = {
  name: 'sessions',
  about: `memory of the store and of the balancer with ${SESSIONS.full.toLocaleString('en')} sessions, and how long it takes until the store has them, at first and after it was emptied`,
  async measure(session) {
    const count = session.quick ? SESSIONS.quick : SESSIONS.full;
    const name = `${count.toLocaleString('en')} sessions`;
    const results = await interleaved(session, { name }, SETTINGS, async ({ isShared }) => {
      try {
        return await filled(session, count, isShared);
      } finally {
        await session.processes.stopAll();
      }
    });
    const [alone, inLab] = SETTINGS.map(({ label }) => results.get(label));
    printFigure(`${name}: the balancer grows, alone`, spread(alone?.residentMb), 'MB');
    printFigure(`${name}: the balancer grows, in a lab`, spread(inLab?.residentMb), 'MB');
    printFigure('  more in a lab', spread(differences(inLab?.residentMb, alone?.residentMb)), 'MB');
    printFigure(`${name}: the store grows`, spread(inLab?.storeMb), 'MB');
    printFigure('  for a session', spread(inLab?.storeMb?.map((mb) => (mb * 1e6) / count)), 'bytes');
    printFigure(`${name} come, alone`, spread(alone?.fillS), 's');
    printFigure(`${name} come and are in the store`, spread(inLab?.fillS), 's');
    printFigure(`${name} are in a store that was emptied`, spread(inLab?.reclaimS), 's');
  },
};

/** Lets so many clients come to a balancer that has just been started, with a store of its own if it shares them. */
async function filled(session, count, isShared) {
  const backends = await startLineServer(session);
  if (!isShared) return grown(session, await startMember(session, backends), count);
  const store = await startStore(session);
  const balancer = await startMember(session, backends, store);
  const client = await storeClient(store);
  const hasAll = (sessions) => async () => (await client.keys()) >= sessions + OTHER_KEYS;
  try {
    let empty;
    const figures = await grown(session, balancer, count, async (sessions) => {
      await until('the store has all sessions', hasAll(sessions));
      empty ??= await client.memory();
    });
    const storeMb = ((await client.memory()) - empty) / 1e6;
    await client.empty();
    const reclaimMs = await until('the store has all sessions again', hasAll(WARM_UP + count));
    return { ...figures, storeMb, reclaimS: reclaimMs / 1000 };
  } finally {
    client.close();
  }
}

/** @param come - waits until all these sessions are where they belong, those of the warm-up at first */
async function grown(session, balancer, count, come = () => undefined) {
  const { pid } = balancer.program;
  await newcomers(session, balancer, { visits: WARM_UP });
  await come(WARM_UP);
  await atRest(pid);
  const before = residentKb(pid);
  const started = performance.now();
  await newcomers(session, balancer, { visits: count });
  await come(WARM_UP + count);
  const fillS = (performance.now() - started) / 1000;
  await atRest(pid);
  return { fillS, residentMb: ((residentKb(pid) - before) * 1024) / 1e6 };
}
