import type { Address } from '../../net/address.js';
import { failureKind } from '../../net/failure.js';
import { TimeoutQueue } from '../../net/timeout-queue.js';
import type { FailureKind } from '../../failure.js';
import {
  ECONNRESET,
  EINPROGRESS,
  EPOLLERR,
  EPOLLHUP,
  EPOLLOUT,
  SOCK_STREAM_NONBLOCK_CLOEXEC,
  systemError,
} from './constants.js';
import type { EpollEngine } from './epoll-engine.js';
import { EpollSocket } from './epoll-socket.js';
import { writeAddress } from './socket-address.js';

export type EpollOutcome =
  { readonly ok: true; readonly socket: EpollSocket } | { readonly ok: false; readonly reason: FailureKind };

/**
 * Opens a TCP connection, as `dial` of `lib/net` does on sockets of Node: `done` is called once and never before this returns,
 * unless it is cancelled. One that has reached itself counts as refused.
 *
 * @param closed - the socket is gone, whether or not it ever connected; called exactly once
 * @returns cancels an attempt that is still under way
 */
export function dialEpoll(
  engine: EpollEngine,
  address: Address,
  timeoutMs: number,
  done: (outcome: EpollOutcome) => void,
  closed: () => void,
): () => void {
  const { calls, loop } = engine;
  const { length, family } = writeAddress(address, engine.address);
  let waiting: typeof done | undefined = done;
  const failed = (errno: number): EpollOutcome => ({
    ok: false,
    reason: failureKind(systemError(errno, 'connect')),
  });
  const fd = calls.socket(family, SOCK_STREAM_NONBLOCK_CLOEXEC);
  if (fd < 0) {
    const outcome = failed(calls.errno);
    loop.tell(() => {
      waiting?.(outcome);
      closed();
    });
    return () => (waiting = undefined);
  }
  const isRefused = calls.connect(fd, engine.address, length) < 0;
  const errno = isRefused ? calls.errno : 0;
  const socket = new EpollSocket(engine, fd);
  socket.whenClosed = closed;
  const timeouts = TimeoutQueue.lasting(timeoutMs);
  const settle = (outcome: EpollOutcome | undefined): void => {
    const tell = waiting;
    if (tell === undefined) return;
    waiting = undefined;
    timeouts.clear(timeout);
    socket.role = undefined;
    if (outcome?.ok !== true) socket.close();
    if (outcome !== undefined) tell(outcome);
  };
  const timeout = timeouts.set(() => settle({ ok: false, reason: 'connect_timeout' }));
  if (isRefused && errno !== EINPROGRESS) loop.tell(() => settle(failed(errno)));
  else
    socket.role = {
      ready(events) {
        if (events & (EPOLLERR | EPOLLHUP)) settle(failed(socket.takeError() || ECONNRESET));
        else if (events & EPOLLOUT)
          settle(reachedItself(socket, address) ? refuse(socket) : { ok: true, socket });
      },
    };
  return () => settle(undefined);
}

/** A simultaneous open (RFC 9293, 3.5) where nobody listens on a port that the system gives out: our end is the address dialled. */
function reachedItself(socket: EpollSocket, { host, port }: Address): boolean {
  return socket.localPort === port && socket.local.host === host;
}

function refuse(socket: EpollSocket): EpollOutcome {
  socket.close('reset'); // leaves nothing behind that would keep the port
  return { ok: false, reason: 'connection_refused' };
}
