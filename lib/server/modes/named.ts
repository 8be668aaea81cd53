import type { Socket } from 'node:net';
import { converse } from '../conversation.js';
import { LineAnswers } from '../line-answers.js';
import { converseInTurn } from '../queue/converse-in-turn.js';
import type { Finish, ServeHooks, ServerMode } from './mode.js';

/** Answers each line with `[NAME] <line>`, so that a client sees which backend it has. */
export class NamedMode implements ServerMode {
  readonly #label: Buffer;

  constructor(name: string) {
    this.#label = Buffer.from(`[${name}] `);
  }

  serve(socket: Socket, { onLine, onAnswer, requests }: Partial<ServeHooks> = {}): Finish {
    if (requests === undefined) return converse(socket, new LineAnswers(this.#label, { onLine }));
    return converseInTurn(
      socket,
      new LineAnswers(this.#label, { onLine, batchBytes: 1 }),
      requests,
      onAnswer,
    );
  }
}
