import type { Socket } from 'node:net';
import type { Finish, ServerMode } from './mode.js';

/** Reads and forgets (RFC 863). */
export class DiscardMode implements ServerMode {
  serve(socket: Socket): Finish {
    const finish = (): void => void socket.end();
    socket.on('end', finish);
    socket.resume();
    return finish;
  }
}
