import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../bench/ports.js';
import { openFilesLimit, residentKb } from '../../bench/usage.js';
import { parsedLog } from '../chaos/log.js';
import { holdings, megabytes } from '../resources.js';
import { logOf } from '../stage.js';

/** Two programs of so many: one could not have that many files open. */
const CROWDS = [10_000, 10_000];
const CLIENTS = CROWDS.reduce((sum, count) => sum + count);

/** All default options let in so many at least, if `ulimit -n` does. */
const LEAST_ANSWERED = 9000;

/** Resident memory at most, whatever happens. */
const MOST_MB = 512;

/** When the backend comes, at the latest: before the first client has waited for as long as it may. */
const BACKEND_AFTER_MS = 20_000;

/** Ways to be turned away that are a policy: by FIN or RST, never by silence. */
const TURNED_AWAY = ['closed', 'reset'];

/** Ends that are a policy here: the queue is full, or no more files may be open. The backend comes before any other. */
const POLICIES = ['queue_full', 'too_many_open_files'];

/** Clients come while no backend is up, more than can wait. */
export const noBackend = {
  name: 'no-backend',
  about: `${CLIENTS} clients while no backend is up, which then comes`,
  async run(stage, findings) {
    const port = await freePort();
    const balancer = await stage.balancer([{ label: 'B1', port }], ['--log-connections', 'all']);
    if (openFilesLimit() < 2 * CLIENTS)
      findings.say(
        `only ${openFilesLimit()} files may be open (ulimit -n), ${2 * CLIENTS} sockets there could be`,
      );
    const before = await holdings(balancer);
    let most = 0;
    const watch = setInterval(() => (most = Math.max(most, residentKb(balancer.pid))), 100);
    const crowds = CROWDS.map((count, index) =>
      stage.startProgram('crowd', [balancer.port, count, 3 + index]),
    );
    const begun = performance.now();
    const settled = Promise.all(crowds.map((crowd) => crowd.report()));
    await Promise.race([settled, sleep(BACKEND_AFTER_MS)]);
    const seconds = (performance.now() - begun) / 1000;
    await stage.server('B1', { port });
    await settled;
    const fates = sum(await Promise.all(crowds.map((crowd) => crowd.report())));
    clearInterval(watch);
    for (const { child } of crowds) child.stdin.end();
    await Promise.all(crowds.map(({ end }) => end));
    const after = await holdings(balancer);
    const status = await stage.stop(balancer);
    findings.say(`all had come after ${seconds.toFixed(1)} s`);
    report(findings, fates, parsedLog(logOf(balancer)));
    findings.claim(
      `at most ${MOST_MB} MB of memory`,
      most < MOST_MB * 1024,
      `${megabytes(before.residentKb)}, at most ${megabytes(most)}, in the end ${megabytes(after.residentKb)}`,
    );
    findings.claim(
      'as many files are open as before',
      before.files === after.files,
      `${before.files}, then ${after.files}`,
    );
    findings.claim('it ended with status 0', status === 0, `status ${status}`);
  },
};

function report(findings, fates, { records, strangers }) {
  const { answered = 0, ...others } = fates;
  const turnedAway = TURNED_AWAY.reduce((total, fate) => total + (others[fate] ?? 0), 0);
  const told = countBy(
    records.filter(({ event }) => event === 'connection_close' || event === 'accept_failed'),
    ({ event, end, reason }) => end ?? `${event}: ${reason}`,
  );
  findings.claim(
    'each is answered or turned away, none is left in silence',
    answered + turnedAway === CLIENTS,
    JSON.stringify(fates),
  );
  findings.claim(`at least ${LEAST_ANSWERED} are answered`, answered >= LEAST_ANSWERED, String(answered));
  findings.claim(
    'nobody is turned away but for a full queue or too many open files, and the log says so of each',
    turnedAway <= POLICIES.reduce((total, end) => total + (told[end] ?? 0), 0),
    JSON.stringify(told),
  );
  findings.claimNone('nothing else in the log', strangers);
}

function countBy(items, nameOf) {
  const counts = {};
  for (const item of items) counts[nameOf(item)] = (counts[nameOf(item)] ?? 0) + 1;
  return counts;
}

function sum(tallies) {
  const total = {};
  for (const [name, count] of tallies.flatMap(Object.entries)) total[name] = (total[name] ?? 0) + count;
  return total;
}
