import type { Socket } from 'node:net';
import { converse, type Answerer } from '../conversation.js';
import type { Finish, ServerMode } from './mode.js';

const NOTHING = Buffer.alloc(0);

const SAME_BYTES: Answerer = {
  take: (bytes) => ({ answers: bytes, taken: bytes.length }),
  rest: () => NOTHING,
};

/** Returns the bytes it receives, unchanged (RFC 862). */
export class EchoMode implements ServerMode {
  serve(socket: Socket): Finish {
    return converse(socket, SAME_BYTES);
  }
}
