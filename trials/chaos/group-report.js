// What a group's clients saw and what its balancer's log says, claim by claim.
import { compared } from '../resources.js';
import { DEALT_PER_BACKEND, DEALT_SUBNET, NOTICE_MS, WAIT_FOR_BACKEND_MS } from './group.js';
import { check, onClock } from './checker.js';
import { alarms, falseFailovers, parsedLog } from './log.js';
import { longestOutage } from './outage.js';
import { lateResets, resetFigures } from './resets.js';
import { balancerClock } from './standstill.js';
import { historiesOf, historyFinder } from './history.js';
import { workerFindings } from './workers.js';

/** By how much its resident memory may have grown since after the warm-up. */
const MEMORY_SHARE = 0.1;

/** @param evidence - of one group, see `Group` */
export function report(findings, evidence) {
  const { name, backends, mode, before, after, backlog } = evidence;
  const { records, strangers } = parsedLog(evidence.log);
  const { histories, breaches } = historiesOf(records);
  findings.title(`${name}: ${backends.join(', ')} in mode ${mode}`);
  reportClients(findings, evidence, histories);
  reportLog(findings, evidence, { records, strangers, histories, breaches });
  if (evidence.workersBefore > 0) reportWorkers(findings, evidence, records, histories);
  const { files, memory } = compared(before, after, MEMORY_SHARE);
  findings.claim('as many files are open as after the warm-up', files.holds, files.figures);
  findings.claim(`it has at most ${100 * MEMORY_SHARE} % more memory`, memory.holds, memory.figures);
  const answered = backlog.visits.filter(
    ({ failure, wrong }) => failure === undefined && wrong === undefined,
  );
  findings.claim(
    'all that were in the backlog when it was stopped are answered',
    answered.length === backlog.visits.length,
    `${answered.length} of ${backlog.visits.length}`,
  );
  findings.claim('it ended with status 0', backlog.status === 0, `status ${backlog.status}`);
}

function reportClients(findings, { slackMs, visits, faults, backends, standstills, workerKills }, histories) {
  const verdict = check({
    ...{ visits, histories, faults, backends, standstills, workerKills, slackMs },
    noticeMs: NOTICE_MS,
  });
  const outageMs = longestOutage(faults, backends);
  findings.claim(
    `all were never down for longer than clients wait`,
    outageMs < WAIT_FOR_BACKEND_MS,
    `${outageMs} ms at most, of ${WAIT_FOR_BACKEND_MS}`,
  );
  const bytes = visits.reduce((total, visit) => total + visit.bytes, 0);
  const figures = `${visits.length} connections, ${(bytes / 1e6).toFixed(1)} MB of answers`;
  findings.claimNone('no byte is wrong or out of order', verdict.wrongBytes, figures);
  findings.claimNone(
    'no answer from a backend that was not asked',
    verdict.wrongBackend,
    `${verdict.matched} connections found in the log`,
  );
  findings.claimNone('no connection is missing in the log', verdict.untold);
  findings.claimNone(
    'every failure had a cause that no balancer could have helped',
    verdict.unexplained,
    `${verdict.failed} failed; cause and effect up to ${Math.round(slackMs)} ms apart on this machine`,
  );
  const resets = lateResets(resetsOf(visits, histories, balancerClock(standstills)));
  findings.claimNone('every reset of a client is recorded within 2 s', resets.late, resetFigures(resets));
}

/** The resets of clients, with their ends in the log; a client that the log does not know is found elsewhere. */
function resetsOf(visits, histories, clock) {
  const historyOf = historyFinder(
    histories.map((history) => onClock(clock, history, ['begunAt', 'closedAt'])),
  );
  return visits
    .filter(({ resetAt, client }) => resetAt !== undefined && client !== undefined)
    .map((visit) => onClock(clock, visit, ['begunAt', 'endedAt', 'resetAt']))
    .map((visit) => ({ visit, history: historyOf(visit) }))
    .filter(({ history }) => history !== undefined && history.end !== 'worker_lost')
    .map(({ visit: { client, resetAt, stalled = false }, history: { closedAt, end } }) => ({
      ...{ client, side: 'client', stalled, resetAt, closedAt, end },
    }));
}

function reportLog(findings, { faults, standstills, backends, dealt, backlog }, log) {
  const { records, strangers, histories, breaches } = log;
  findings.claimNone(
    'every connection_open has its connection_close',
    breaches,
    `${histories.length} histories`,
  );
  const stillMs = standstills.map(({ from, until }) => until - from);
  findings.claimNone(
    'no failover without a cause, and standing still is none',
    falseFailovers(records, faults, NOTICE_MS, standstills),
    `${records.filter(({ event }) => event === 'failover').length} failovers, ${stillMs.length} standstills of up to ${Math.max(...stillMs)} ms`,
  );
  // The loss of a worker has claims of its own.
  const alarming = alarms(records.filter(({ event }) => event !== 'worker_lost'));
  findings.claimNone('no alarm in the log', [...alarming, ...strangers], `${records.length} records`);
  const told = histories.filter(({ client }) => client.startsWith(DEALT_SUBNET));
  const shares = backends.map((name) => told.filter((history) => history.backends.at(-1) === name).length);
  findings.claim(
    'it counts no connection any more: new clients are dealt out evenly',
    told.length === dealt && shares.every((share) => share === DEALT_PER_BACKEND),
    shares.join(', '),
  );
  const open = records.find(({ event }) => event === 'drain_started')?.openConnections;
  findings.claim(
    'none was open when it was stopped but those from its backlog',
    open === backlog.visits.length,
    `${open}, from a backlog of ${backlog.visits.length}`,
  );
}

function reportWorkers(findings, { workersBefore, workers, workerKills }, records, histories) {
  const lost = histories.filter(({ end }) => end === 'worker_lost').length;
  findings.claimNone(
    'each worker that was killed was replaced, and no other was lost',
    workerFindings(records, workerKills),
    `${workerKills.length} killed, ${lost} connections with them`,
  );
  findings.claim('as many workers run as at the start', workers === workersBefore, String(workers));
}
