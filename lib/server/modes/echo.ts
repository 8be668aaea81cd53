import type { Socket } from 'node:net';
import { converse, type Answerer } from '../conversation.js';
import { converseInTurn } from '../queue/converse-in-turn.js';
import type { Finish, ServeHooks, ServerMode } from './mode.js';

const NOTHING = Buffer.alloc(0);

const SAME_BYTES: Answerer = {
  take: (bytes) => ({ answers: bytes, taken: bytes.length }),
  rest: () => NOTHING,
};

/** Returns the bytes it receives, unchanged (RFC 862). At a queue each piece is a request, as it was received. */
export class EchoMode implements ServerMode {
  serve(socket: Socket, { requests }: Partial<ServeHooks> = {}): Finish {
    return requests === undefined
      ? converse(socket, SAME_BYTES)
      : converseInTurn(socket, SAME_BYTES, requests);
  }
}
