import type { Socket } from 'node:net';
import { Flow } from '../net/flow.js';
import type { Finish } from './modes/mode.js';

/** Turns the bytes that one client sends into those it is answered. */
export interface Answerer {
  /**
   * Takes some of these bytes, at least one, and answers them as far as they can be answered yet. It may leave some, so
   * that a batch of answers stays small; they are offered again once the client has read.
   */
  take(bytes: Buffer): Taken;
  /** The answer to what is still unanswered when no more bytes will come; empty if nothing is. */
  rest(): Buffer;
}

export interface Taken {
  readonly answers: Buffer;
  /** How many bytes were taken, from the first. */
  readonly taken: number;
}

/**
 * Answers what a socket receives, in order, up to the client's FIN, and then sends FIN.
 *
 *     client ──bytes──►  answerer
 *     client ◄─answers─  answerer
 *
 * A client that does not read is no longer read from: beside what the answerer keeps, one batch of answers and what
 * Node had read ahead is all that is held.
 */
export function converse(socket: Socket, answerer: Answerer): Finish {
  const flow = new Flow(socket, socket);
  /** Bytes that are to be answered before FIN is sent. */
  let owed = Infinity;

  const finish = (): void => {
    // What still comes flows on and is dropped: left unread, it would turn our close into a reset.
    socket.off('data', received).off('end', finish);
    const rest = answerer.rest();
    if (rest.length > 0) socket.write(rest);
    socket.end();
  };

  const received = (bytes: Buffer): void => {
    let left = bytes.length > owed ? bytes.subarray(0, owed) : bytes;
    while (left.length > 0 && flow.flushed) {
      const { answers, taken } = answerer.take(left);
      left = left.subarray(taken);
      owed -= taken;
      if (answers.length > 0) flow.pushOrPause(answers);
    }
    if (left.length > 0) socket.unshift(left);
    else if (owed === 0) finish();
  };

  socket.on('data', received).on('end', finish);
  return () => {
    owed = socket.readableLength;
    if (owed === 0) finish();
  };
}
