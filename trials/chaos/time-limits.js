// Clients of a balancer that stands still beyond their time limits: whoever was in time is not cut.
import { setTimeout as sleep } from 'node:timers/promises';
import { logOf } from '../stage.js';
import { statusOf } from './backlog-stop.js';
import { alarms, parsedLog } from './log.js';
import { asks, dialled, hears, OwnBackend } from './own-backend.js';
import { holdStill } from './standstill.js';

const ROUNDS = 3;

/** The limits, and by how much the standstills are longer, in milliseconds. */
const LIMIT_MS = 3000;
const BEYOND_MS = /** @type {const} */ ([200, 1500]);

/** Those of each kind in a round. */
const CLIENTS = /** @type {const} */ ([2, 4]);

export const LIMITS = /** @type {const} */ ({
  asks: '--idle-timeout',
  'half-closes': '--half-close-timeout',
  queues: '--queue-timeout',
});

/**
 * @typedef {object} Limited
 * @property {keyof typeof LIMITS} kind
 * @property {string} client - `address:port`
 * @property {number} sinceMs - before its limit can have begun
 * @property {number} actedMs - after what keeps the limit had been done
 * @property {boolean} served
 */

/**
 * @param {readonly Limited[]} clients
 * @param {number} limitMs - of each kind
 * @returns {{ cut: string[], inTime: Record<string, number> }} those that were certainly in time and not served, and how many
 *   of each kind were in time
 */
export function cutInTime(clients, limitMs) {
  const inTime = clients.filter(({ sinceMs, actedMs }) => actedMs - sinceMs < limitMs);
  const cut = inTime.filter(({ served }) => !served);
  const counts = Object.keys(LIMITS).map((kind) => [kind, inTime.filter((one) => one.kind === kind).length]);
  return { cut: cut.map((client) => JSON.stringify(client)), inTime: Object.fromEntries(counts) };
}

export async function timeLimits(stage, findings, { workers, random }) {
  const draw = ([low, high]) => low + Math.floor(random() * (high - low + 1));
  const clients = [];
  const statuses = [];
  const records = [];
  const standstills = [];
  for (let round = 1; round <= ROUNDS; round++) {
    findings.progress(`time limits, round ${round} of ${ROUNDS}`);
    const count = draw(CLIENTS);
    const backend = await OwnBackend.start('T1');
    const limits = Object.values(LIMITS).flatMap((option) => [option, `${LIMIT_MS}ms`]);
    const options = [
      ...['--workers', String(workers), '--sticky-key', 'none', '--max-connections', String(3 * count)],
      ...['--health-check-interval', '200ms', '--health-check-timeout', '500ms', ...limits],
    ];
    const balancer = await stage.balancer([backend], options);
    const stillMs = LIMIT_MS + draw(BEYOND_MS);
    const played = await playRound(balancer, backend, { count, stillMs });
    clients.push(...played.clients);
    standstills.push(played.standstill);
    process.kill(balancer.pid, 'SIGTERM');
    statuses.push(await statusOf(balancer));
    backend.close();
    records.push(...parsedLog(logOf(balancer)).records);
  }
  report(findings, { clients, statuses, records, standstills });
}

/** As many of each kind, and as many that leave their places to those that queue. */
async function playRound(balancer, backend, { count, stillMs }) {
  const one = async (kind, first) => {
    const client = await dialled(balancer.port);
    const sinceMs = performance.now();
    const ok = first === undefined || (await asks(client, first));
    return { kind, client, sinceMs, ok };
  };
  const several = (kind, first) =>
    Promise.all(Array.from({ length: count }, (_, nth) => one(kind, first?.(nth))));
  const leaving = await several('leaves', () => 'here');
  const halfClosing = await several('half-closes', (nth) => `hold ${nth}`);
  const asking = await several('asks', () => 'before');
  const queuing = await several('queues');
  const answers = queuing.map(({ client }) => asks(client, 'queued'));
  for (const limited of halfClosing) {
    limited.sinceMs = performance.now();
    limited.client.socket.end();
  }
  await sleep(LIMIT_MS / 4); // the balancer has seen that all are silent
  const standstill = await holdStill(balancer, async () => {
    for (const limited of asking) limited.client.socket.write('meanwhile\n');
    for (const nth of halfClosing.keys()) backend.held(String(nth))?.end('at last\n');
    for (const { client } of leaving) client.socket.destroy();
    const actedMs = performance.now();
    for (const limited of [...asking, ...halfClosing, ...queuing]) limited.actedMs = actedMs;
    await sleep(stillMs);
  });
  const served = async (limited, heard) => {
    const { kind, sinceMs, actedMs, ok, client } = limited;
    const result = { kind, client: client.name, sinceMs, actedMs, served: ok && (await heard) };
    client.socket.destroy();
    return result;
  };
  const clients = await Promise.all([
    ...asking.map((limited) => served(limited, hears(limited.client, 'meanwhile'))),
    ...halfClosing.map((limited) => served(limited, hears(limited.client, 'at last'))),
    ...queuing.map((limited, nth) => served(limited, answers[nth])),
  ]);
  return { clients, standstill };
}

function report(findings, { clients, statuses, records, standstills }) {
  findings.title('Standing still beyond time limits');
  const { cut, inTime } = cutInTime(clients, LIMIT_MS);
  const counts = Object.entries(inTime);
  const figures = counts.map(([kind, count]) => `${count} ${LIMITS[kind]}`).join(', ');
  const stillMs = standstills.map(({ from, until }) => until - from);
  findings.claim(
    'some were in time for each limit',
    counts.every(([, count]) => count > 0),
    figures,
  );
  findings.claimNone(
    'nobody who was in time is cut',
    cut,
    `${clients.length} clients, limits of ${LIMIT_MS} ms, standstills of ${stillMs.join(', ')} ms`,
  );
  const expected = ({ event }) => event === 'max_connections_reached';
  const alarming = alarms(records.filter((record) => !expected(record)));
  const failovers = records
    .filter(({ event }) => event === 'failover')
    .map((record) => JSON.stringify(record));
  findings.claimNone('no backend is marked down', failovers);
  findings.claimNone('no alarm in the log', alarming, `${records.length} records`);
  findings.claim(
    'they ended with status 0',
    statuses.every((status) => status === 0),
    statuses.join(', '),
  );
}
