// Stops a balancer while clients wait in its listen backlog, each with a question sent.
import { setTimeout as sleep } from 'node:timers/promises';
import { logEnd, logSince, until } from '../stage.js';
import { holdStill } from './standstill.js';
import { VisitFailed, Visitor } from './visitor.js';

/** How long a balancer may take to end. No verdict on its pace: this ends what hangs. */
const END_MS = 60_000;

/** The subnet of the clients. */
export const BACKLOG_SUBNET = '127.0.98.';

/**
 * While the balancer stands still, clients connect, which the kernel does for it, and ask; then comes SIGTERM. They stay
 * until it says that it drains, so it must count them all.
 *
 * @param program - the balancer
 * @param {object} options
 * @param {number} options.clients
 * @param {() => any} options.answers - makes what a client is to be answered
 * @param {(bytes: number) => any} options.text - something to ask
 * @returns the clients' visits, the balancer's exit status, and the standstill
 */
export async function stopWithBacklog(program, { clients, answers, text }) {
  const visitors = [];
  const logStart = logEnd(program);
  const standstill = await holdStill(program, async () => {
    for (let client = 1; client <= clients; client++) {
      const localAddress = `${BACKLOG_SUBNET}${client}`;
      const visitor = new Visitor('backlog', answers(), { port: program.port, localAddress });
      visitors.push(visitor);
      await visitor.connected();
      await visitor.send(text(1 + (client % 100)));
    }
    process.kill(program.pid, 'SIGTERM');
  });
  await Promise.all(visitors.map((visitor) => visitor.answered().catch(ignoreFailed)));
  await until('the balancer drains', () => {
    return program.ended !== undefined || logSince(program, logStart).includes('"drain_started"');
  });
  const visits = await Promise.all(visitors.map((visitor) => visitor.left()));
  return { visits, standstill, status: await statusOf(program) };
}

/** @returns the exit status; null when it was killed, undefined when it has not ended */
export async function statusOf(program) {
  const abort = new AbortController();
  const late = sleep(END_MS, undefined, { signal: abort.signal }).catch(() => undefined);
  const status = await Promise.race([program.end, late]);
  abort.abort();
  return status;
}

/** The visit says that it failed. */
function ignoreFailed(error) {
  if (!(error instanceof VisitFailed)) throw error;
}
