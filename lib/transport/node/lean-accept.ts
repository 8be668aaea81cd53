import { Socket, type Server } from 'node:net';

/** What a server of Node keeps to itself: its listening handle. */
interface ListeningHandle {
  onconnection: (this: ListeningHandle, error: number, client: object | undefined) => void;
}

/**
 * Node 20 and 21 (V8 11) add three options to a copy of those that an accepted socket is made with. Each such copy gets
 * a hidden class of its own, so every look at an option, some 30 a socket, is a slow one, and each leaves garbage. Given
 * all the options from the start they are quick. It takes a fifth off the cost of a connection; later versions of
 * V8 do not have the flaw.
 */
const OPTIONS_ARE_SLOW = Number(process.versions.v8.split('.')[0]) < 12;

/**
 * Has a server that listens make the sockets that it accepts in a leaner way, where that pays and where Node's internals
 * are as expected; else nothing changes. Either way the server emits `connection` with a socket as it would have made
 * it itself: half-open allowed, no delay.
 *
 * @param highWaterMark - in bytes, of either direction
 * @returns whether it does
 */
export function acceptLean(server: Server, highWaterMark: number, worthwhile = OPTIONS_ARE_SLOW): boolean {
  const { _handle: handle } = server as { _handle?: Partial<ListeningHandle> | null };
  if (!worthwhile || typeof handle?.onconnection !== 'function') return false;
  const accept = handle.onconnection;
  handle.onconnection = function (error, client) {
    // Not our own way to say that accepting failed.
    if (error !== 0 || client === undefined) {
      accept.call(this, error, client);
      return;
    }
    const socket = new Socket({
      handle: client,
      allowHalfOpen: true,
      readable: true,
      writable: true,
      readableHighWaterMark: highWaterMark,
      writableHighWaterMark: highWaterMark,
      emitClose: false,
      autoDestroy: true,
      decodeStrings: false,
    } as object);
    socket.setNoDelay(true);
    server.emit('connection', socket);
  };
  return true;
}
