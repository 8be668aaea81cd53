import type { Socket } from 'node:net';
import type { Address } from '../net/address.js';
import { startDeadline } from '../net/deadline.js';
import { dial } from '../net/dial.js';
import type { ProbeResult } from './probe.js';

/**
 * What a check says to a backend over a connection that stands. It listens for errors of the socket and for its end, and
 * leaves closing it to {@link runCheck}.
 *
 * @param done - the first call counts
 * @returns what is missing as long as it is not done: `http: no answer`
 */
export type Conversation = (socket: Socket, done: (result: ProbeResult) => void) => () => string;

/**
 * Connects and has the conversation, within the timeout. Where the process itself stood still, that time is given back.
 *
 * @param done - called once, later, unless the check is cancelled; the socket is closed then
 * @returns cancels it
 */
export function runCheck(
  address: Address,
  timeoutMs: number,
  conversation: Conversation,
  done: (result: ProbeResult) => void,
): () => void {
  let over = false;
  let socket: Socket | undefined;
  let missing = (): string => 'no answer';
  const settle = (result: ProbeResult | undefined): void => {
    if (over) return;
    over = true;
    cancelDeadline();
    cancelDial();
    socket?.destroy();
    if (result !== undefined) done(result);
  };
  const cancelDeadline = startDeadline(timeoutMs, () => {
    const reason = socket === undefined ? 'connect_timeout' : `${missing()} within ${timeoutMs / 1000} s`;
    settle({ ok: false, reason });
  });
  const cancelDial = dial(address, { timeoutMs }, (outcome) => {
    if (!outcome.ok) {
      settle(outcome);
      return;
    }
    socket = outcome.socket;
    missing = conversation(socket, settle);
  });
  return () => settle(undefined);
}
