import type { Socket } from 'node:net';
import type { Finish, ServerMode } from './mode.js';

const PRINTABLE = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('');
const LINE_CHARACTERS = 72;
/** How often the pattern, about 7 KiB, is repeated in one write. */
const ROUNDS = 8;

/** After as many lines as there are characters the pattern begins anew, so blocks follow each other without a seam. */
const BLOCK = Buffer.from(
  Array.from({ length: PRINTABLE.length }, (_, shift) => patternLine(shift))
    .join('')
    .repeat(ROUNDS),
);

function patternLine(shift: number): string {
  return `${(PRINTABLE + PRINTABLE).slice(shift, shift + LINE_CHARACTERS)}\r\n`;
}

/** Sends the rotating pattern of RFC 864 until the client's FIN, as fast as it is read; what comes in is forgotten. */
export class ChargenMode implements ServerMode {
  readonly speaksFirst = true;

  serve(socket: Socket): Finish {
    let turn: NodeJS.Immediate | undefined;
    const send = (): void => {
      // The next block waits until the kernel has taken this one; and then for the loop's next turn, so that a reader
      // that always keeps up does not starve the other connections.
      socket.write(BLOCK, (error) => {
        if (!error && socket.writable) turn = setImmediate(send);
      });
    };
    const finish = (): void => {
      clearImmediate(turn);
      socket.end();
    };
    socket.on('end', finish);
    socket.on('close', () => clearImmediate(turn));
    socket.resume();
    send();
    return finish;
  }
}
