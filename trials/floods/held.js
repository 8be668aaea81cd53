import { openFilesLimit, residentKb } from '../../bench/usage.js';
import { compared, holdings, megabytes } from '../resources.js';

const CLIENTS = 8000;
const WARM_UP = 500;

/** Resident memory of a pair of idle sockets, at most. An idle pair takes some 10 KB; garbage may add to that. */
const KB_PER_PAIR = 25;

/** By how much more it may keep than before when all have left: V8 gives memory back slowly. */
const KEPT_SHARE = 1;

/** Beside the sockets: standard ones, the event loop's, the log. */
const SPARE_FILES = 200;

/** As many clients at once as a machine is commonly asked to hold. */
export const held = {
  name: 'held',
  about: `${CLIENTS} clients held at once`,
  async run(stage, findings) {
    const limit = openFilesLimit();
    const clients = Math.min(CLIENTS, Math.floor((limit - SPARE_FILES) / 2));
    if (clients < CLIENTS) findings.say(`only ${limit} files may be open (ulimit -n): ${clients} clients`);
    const backends = await Promise.all(['B1', 'B2'].map((name) => stage.server(name)));
    const options = ['--log-connections', 'none', '--sticky-key', 'none'];
    const balancer = await stage.balancer(backends, options);
    await crowded(stage, balancer.port, WARM_UP, async () => undefined);
    const before = await holdings(balancer);
    let resident;
    const fates = await crowded(stage, balancer.port, clients, async () => {
      resident = residentKb(balancer.pid);
      const oneMore = await stage.runLbsim(['client', '--port', String(balancer.port), '--message', 'x']);
      findings.claim('one more is answered meanwhile', /^\[B[12]\] x$/.test(oneMore.trim()), oneMore.trim());
    });
    const after = await holdings(balancer);
    const status = await stage.stop(balancer);
    findings.claim(`${clients} were answered and held`, fates.answered === clients, JSON.stringify(fates));
    const perPair = (resident - before.residentKb) / clients;
    findings.claim(`at most ${KB_PER_PAIR} KB for each`, perPair <= KB_PER_PAIR, `${perPair.toFixed(1)} KB`);
    const { files, memory } = compared(before, after, KEPT_SHARE);
    findings.claim('as many files are open as before', files.holds, files.figures);
    findings.claim(
      'when they have left it keeps at most twice what it had before',
      memory.holds,
      `${megabytes(resident)} with them; ${memory.figures}`,
    );
    findings.claim('it ended with status 0', status === 0, `status ${status}`);
  },
};

/** Has so many clients come and stay while something is done. @returns what became of them, by kind */
async function crowded(stage, port, count, meanwhile) {
  const crowd = stage.startProgram('crowd', [port, count, 2]);
  await crowd.report();
  const fates = await crowd.report();
  await meanwhile();
  crowd.child.stdin.end();
  await crowd.end;
  return fates;
}
