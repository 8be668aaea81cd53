// Clients and backends that reset behind back-pressure, and whether their places are given back.
import { setTimeout as sleep } from 'node:timers/promises';
import { openFiles } from '../resources.js';
import { logEnd, logOf, logSince, until } from '../stage.js';
import { statusOf } from './backlog-stop.js';
import { alarms, parsedLog } from './log.js';
import { asks, dialled, OwnBackend, sendUntilStalled } from './own-backend.js';
import { lateResets, resetFigures, wronglyEnded } from './resets.js';
import { historiesOf } from './history.js';

const ROUNDS = 3;

/** Pairs of a round that stall, and connections that each backend may have: they are fewer than there are places. */
const PAIRS = /** @type {const} */ ([4, 8]);
const PLACES = 10;

/** In which the resets of a round come, in milliseconds. */
const SPREAD_MS = 300;

/**
 * Rounds of connections that stall, with the client sending and the backend not reading or the other way round; the side
 * that sends then resets. Beside each goes one that does not stall, whose client resets at the same moment.
 */
export async function stalledResets(stage, findings, { workers, random }) {
  const backends = [await OwnBackend.start('S1'), await OwnBackend.start('S2')];
  const options = [
    ...['--workers', String(workers), '--sticky-key', 'none', '--log-connections', 'all'],
    ...['--max-per-backend', String(PLACES), '--health-check-interval', '1s'],
  ];
  const balancer = await stage.balancer(backends, options);
  const files = openFiles(balancer.pid);
  const resets = [];
  for (let round = 0; round < ROUNDS; round++) {
    findings.progress(`stalled resets, round ${round + 1} of ${ROUNDS}`);
    resets.push(...(await playRound(balancer, backends, round, random)));
  }
  const filled = await fillPlaces(balancer, backends);
  await until('files are closed', () => openFiles(balancer.pid) <= files).catch(() => undefined);
  const filesAfter = openFiles(balancer.pid);
  process.kill(balancer.pid, 'SIGTERM');
  const status = await statusOf(balancer);
  for (const backend of backends) backend.close();
  report(findings, { resets, filled, status, files: [files, filesAfter], log: logOf(balancer) });
}

async function playRound(balancer, backends, round, random) {
  const draw = (low, high) => low + Math.floor(random() * (high - low + 1));
  const pairs = Array.from({ length: draw(...PAIRS) }, (_, nth) => ({
    label: `${round}-${nth}`,
    side: nth < 2 ? ['client', 'backend'][nth] : ['client', 'backend'][draw(0, 1)],
    afterMs: draw(0, SPREAD_MS),
  }));
  const logStart = logEnd(balancer);
  const ready = await Promise.all(pairs.map((pair) => stall(balancer, backends, pair)));
  const resets = await Promise.all(ready.map(resetBoth));
  const isTold = ({ client }, records) =>
    records.some((record) => record.event === 'connection_close' && record.client === client);
  await until('every reset is recorded', () => {
    const { records } = parsedLog(logSince(balancer, logStart));
    return resets.flat().every((reset) => isTold(reset, records));
  }).catch(() => undefined); // those that are not are found in the end
  // Only now does the other side read: until then nothing but the reset can have told the balancer.
  for (const { client, backend, side } of ready) (side === 'client' ? backend : client.socket).resume().end();
  return resets.flat();
}

/** Brings a pair to a standstill by back-pressure, and has another beside it. */
async function stall(balancer, backends, { label, side, afterMs }) {
  const [client, beside] = [await dialled(balancer.port), await dialled(balancer.port)];
  await asks(client, `hold ${label}`);
  await asks(beside, 'beside');
  const backend = backends.map((one) => one.held(label)).find((socket) => socket !== undefined);
  client.socket.pause();
  await sendUntilStalled(side === 'client' ? client.socket : backend);
  return { client, beside, backend, side, afterMs };
}

async function resetBoth({ client, beside, backend, side, afterMs }) {
  await sleep(afterMs);
  const reset = (socket, fields) => {
    const resetAt = Date.now();
    socket.resetAndDestroy();
    return { ...fields, resetAt };
  };
  const resets = [
    reset(side === 'client' ? client.socket : backend, { client: client.name, side, stalled: true }),
    reset(beside.socket, { client: beside.name, side: 'client', stalled: false }),
  ];
  return resets;
}

/** As many clients at once as there are places. @returns how many are answered while all are there */
async function fillPlaces(balancer, backends) {
  await until('the backends have no client', () => backends.every(({ sockets }) => sockets.size === 0)).catch(
    () => undefined,
  );
  const clients = [];
  for (let place = 0; place < PLACES * backends.length; place++) clients.push(await dialled(balancer.port));
  const answered = await Promise.all(clients.map((client) => asks(client, 'here')));
  const sockets = backends.reduce((total, backend) => total + backend.sockets.size, 0);
  for (const { socket } of clients) socket.end();
  await until('they have left', () => clients.every(({ socket }) => socket.closed)).catch(() => undefined);
  return { places: clients.length, answered: answered.filter(Boolean).length, sockets };
}

function report(findings, { resets, filled, status, files, log }) {
  findings.title('Resets behind back-pressure');
  const { records, strangers } = parsedLog(log);
  const { histories, breaches } = historiesOf(records);
  const told = resets.map((reset) => {
    const { closedAt, end } = histories.find(({ client }) => client === reset.client) ?? {};
    return { ...reset, closedAt, end };
  });
  const late = lateResets(told);
  findings.claimNone('every reset is recorded within 2 s', late.late, resetFigures(late));
  const sides = ['client', 'backend'].map((side) => [
    side,
    told.filter((reset) => reset.side === side).length,
  ]);
  findings.claimNone(
    'each record says which side reset',
    wronglyEnded(told),
    sides.map(([side, count]) => `${count} by a ${side}`).join(', '),
  );
  findings.claim(
    'every place is given back',
    filled.answered === filled.places && filled.sockets === filled.places,
    `${filled.answered} of ${filled.places} new clients answered at once, on ${filled.sockets} sockets`,
  );
  findings.claimNone(
    'every connection_open has its connection_close',
    breaches,
    `${histories.length} histories`,
  );
  findings.claimNone('no alarm in the log', [...alarms(records), ...strangers], `${records.length} records`);
  const open = records.find(({ event }) => event === 'drain_started')?.openConnections;
  findings.claim('none was open when it was stopped', open === 0, String(open));
  findings.claim('as many files are open as before', files[0] === files[1], files.join(', then '));
  findings.claim('it ended with status 0', status === 0, `status ${status}`);
}
