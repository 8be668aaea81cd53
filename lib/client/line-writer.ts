import type { Socket } from 'node:net';
import type { Payload } from './payload.js';

const NEWLINE = Buffer.from('\n');
/** The most that is written before the socket is asked whether it has room for more. */
const WRITE_BYTES = 64 * 1024;

/**
 * Sends a line and its newline, a short one as one packet, a long one at the pace at which the peer takes it.
 *
 * @param wrote - told of all bytes that the socket has been given
 * @param done - called when it has been given the last one, at once if there was room; never when the socket is lost
 */
export function writeLine(
  socket: Socket,
  line: Payload,
  wrote: (bytes: number) => void,
  done: () => void,
): void {
  let position = 0;
  const writeMore = (): void => {
    let room = true;
    socket.cork();
    while (room && position < line.length) {
      const bytes = line.slice(position, WRITE_BYTES);
      position += bytes.length;
      wrote(bytes.length);
      room = socket.write(bytes);
    }
    const last = position === line.length;
    if (last) {
      wrote(NEWLINE.length);
      socket.write(NEWLINE);
    } else {
      socket.once('drain', writeMore);
    }
    socket.uncork();
    if (last) done();
  };
  writeMore();
}
