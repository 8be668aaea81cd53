// What the balancer's log tells of each client, put together: one history a client, from its opening to its close.

/**
 * @typedef {object} History
 * @property {string} client - `address:port`
 * @property {number} begunAt - when the client came; all times in milliseconds since 1970
 * @property {number | undefined} openedAt - when it was given its last backend; undefined if it never had one
 * @property {number | undefined} closedAt - undefined if nobody said so
 * @property {string[]} backends - those it had, one after the other; only the last one has been sent anything
 * @property {string | undefined} end - `worker_lost` for one that ended with its worker, of which the log has no close
 * @property {number | undefined} worker - which worker had it, where there are several
 * @property {number} [lostWith] - the process id of that worker, when it was lost
 * @property {number} bytesIn
 * @property {number} bytesOut
 */

/**
 * One record of the log, as far as it concerns a client.
 *
 * @typedef {{ event: string, timestamp: string, client?: string, backend?: string | null, durationMs?: number,
 *   bytesIn?: number, bytesOut?: number, end?: string, worker?: number, pid?: number }} ConnectionRecord
 */

/**
 * @param {readonly ConnectionRecord[]} records - in the order of the log; those of other events, but for the loss of a
 *   worker, are passed over
 * @returns {{ histories: History[], breaches: string[] }} in the order of their beginnings by client, and what contradicts that
 *   each opening has one close
 */
export function historiesOf(records) {
  const histories = [];
  const breaches = [];
  const open = new Map();
  for (const record of records) {
    const at = Date.parse(record.timestamp);
    const current = open.get(record.client);
    if (record.event === 'connection_open') {
      if (current !== undefined) breaches.push(`${record.client} was opened twice`);
      const history = begun(record, at);
      histories.push(history);
      open.set(record.client, history);
    } else if (record.event === 'connection_moved') {
      if (current === undefined) breaches.push(`${record.client} was moved and had not been opened`);
      else Object.assign(current, { openedAt: at, backends: [...current.backends, record.backend] });
    } else if (record.event === 'connection_close') {
      if (current === undefined && record.backend !== null)
        breaches.push(`${record.client} was closed and had not been opened`);
      const history = current ?? { ...begun(record, at - record.durationMs), openedAt: undefined };
      if (current === undefined) histories.push(history);
      else if (record.backend !== history.backends.at(-1))
        breaches.push(`${record.client} had ${history.backends.at(-1)} and was closed at ${record.backend}`);
      const { end, bytesIn, bytesOut } = record;
      Object.assign(history, { closedAt: at, end, bytesIn, bytesOut });
      open.delete(record.client);
    } else if (record.event === 'worker_lost') {
      for (const [client, history] of open) {
        if (history.worker !== record.worker) continue;
        Object.assign(history, { closedAt: at, end: 'worker_lost', lostWith: record.pid });
        open.delete(client);
      }
    }
  }
  for (const client of open.keys()) breaches.push(`${client} was opened and never closed`);
  return { histories, breaches };
}

function begun({ client, backend, worker }, at) {
  return {
    client,
    begunAt: at,
    openedAt: at,
    closedAt: undefined,
    backends: backend === null || backend === undefined ? [] : [backend],
    end: undefined,
    worker,
    bytesIn: 0,
    bytesOut: 0,
  };
}

/**
 * Finds the history of a client's connection. A port may be used again, so the name alone does not tell; but two that have
 * the same name never overlap by more than the log is late.
 *
 * @param {readonly History[]} histories
 * @returns {(visit: { client: string, begunAt: number, endedAt: number }) => History | undefined}
 */
export function historyFinder(histories) {
  const byName = grouped(histories);
  return ({ client, begunAt, endedAt }) => {
    const overlapping = (byName.get(client) ?? []).filter(
      (history) => history.begunAt <= endedAt + LATE_MS && (history.closedAt ?? Infinity) >= begunAt,
    );
    const distance = (history) => Math.abs(history.begunAt - begunAt);
    return overlapping.sort((a, b) => distance(a) - distance(b))[0];
  };
}

/** By how much the log may be behind the event, on a busy machine. */
const LATE_MS = 1000;

/** By the client's name. */
function grouped(histories) {
  const groups = new Map();
  for (const history of histories) {
    const group = groups.get(history.client);
    if (group === undefined) groups.set(history.client, [history]);
    else group.push(history);
  }
  return groups;
}
