// What the balancer's log tells of each client, put together: one story from its opening to its close.

/**
 * @typedef {object} Story
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
 * @returns {{ stories: Story[], breaches: string[] }} in the order of their beginnings by client, and what contradicts that
 *   each opening has one close
 */
export function storiesOf(records) {
  const stories = [];
  const breaches = [];
  const open = new Map();
  for (const record of records) {
    const at = Date.parse(record.timestamp);
    const current = open.get(record.client);
    if (record.event === 'connection_open') {
      if (current !== undefined) breaches.push(`${record.client} was opened twice`);
      const story = begun(record, at);
      stories.push(story);
      open.set(record.client, story);
    } else if (record.event === 'connection_moved') {
      if (current === undefined) breaches.push(`${record.client} was moved and had not been opened`);
      else Object.assign(current, { openedAt: at, backends: [...current.backends, record.backend] });
    } else if (record.event === 'connection_close') {
      if (current === undefined && record.backend !== null)
        breaches.push(`${record.client} was closed and had not been opened`);
      const story = current ?? { ...begun(record, at - record.durationMs), openedAt: undefined };
      if (current === undefined) stories.push(story);
      else if (record.backend !== story.backends.at(-1))
        breaches.push(`${record.client} had ${story.backends.at(-1)} and was closed at ${record.backend}`);
      const { end, bytesIn, bytesOut } = record;
      Object.assign(story, { closedAt: at, end, bytesIn, bytesOut });
      open.delete(record.client);
    } else if (record.event === 'worker_lost') {
      for (const [client, story] of open) {
        if (story.worker !== record.worker) continue;
        Object.assign(story, { closedAt: at, end: 'worker_lost', lostWith: record.pid });
        open.delete(client);
      }
    }
  }
  for (const client of open.keys()) breaches.push(`${client} was opened and never closed`);
  return { stories, breaches };
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
 * Finds the story of a client's connection. A port may be used again, so the name alone does not tell; but two that have
 * the same name never overlap by more than the log is late.
 *
 * @param {readonly Story[]} stories
 * @returns {(visit: { client: string, begunAt: number, endedAt: number }) => Story | undefined}
 */
export function storyFinder(stories) {
  const byName = grouped(stories);
  return ({ client, begunAt, endedAt }) => {
    const overlapping = (byName.get(client) ?? []).filter(
      (story) => story.begunAt <= endedAt + LATE_MS && (story.closedAt ?? Infinity) >= begunAt,
    );
    const distance = (story) => Math.abs(story.begunAt - begunAt);
    return overlapping.sort((a, b) => distance(a) - distance(b))[0];
  };
}

/** By how much the log may be behind the event, on a busy machine. */
const LATE_MS = 1000;

/** By the client's name. */
function grouped(stories) {
  const groups = new Map();
  for (const story of stories) {
    const group = groups.get(story.client);
    if (group === undefined) groups.set(story.client, [story]);
    else group.push(story);
  }
  return groups;
}
