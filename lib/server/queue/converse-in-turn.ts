import type { Socket } from 'node:net';
import { Flow } from '../../net/flow.js';
import type { Answerer } from '../conversation.js';
import type { Finish } from '../modes/mode.js';
import { AnswersInTurn } from './answers-in-turn.js';
import type { ClientRequests } from './client-requests.js';

/**
 * As `converse`, but each answer is a request at the queue of the backend, and is sent when that is done and all before it
 * are. A client for whose request there is no room is reset.
 *
 * @param answerer - makes one answer at a time
 * @param onAnswer - called for each answer that is done
 */
export function converseInTurn(
  socket: Socket,
  answerer: Answerer,
  requests: ClientRequests,
  onAnswer?: () => void,
): Finish {
  const flow = new Flow(socket, socket);
  /** Bytes that are to be answered before FIN is sent. */
  let owed = Infinity;
  let isEnding = false;

  const sent = (): void => {
    if (isEnding && answers.isEmpty) socket.end();
    else if (flow.flushed && answers.hasRoom) socket.resume();
  };
  const answers = new AnswersInTurn(requests, { send: flow.pushOrPause, sent, onAnswer });

  const add = (bytes: Buffer): boolean => {
    const isAdmitted = answers.add(bytes);
    if (!isAdmitted) socket.resetAndDestroy();
    return isAdmitted;
  };

  const finish = (): void => {
    if (isEnding) return;
    isEnding = true;
    // What still comes flows on and is dropped: left unread, it would turn our close into a reset.
    socket.off('data', received).off('end', finish);
    const rest = answerer.rest();
    if (rest.length > 0 && !add(rest)) return;
    if (answers.isEmpty) socket.end();
    else socket.resume();
  };

  const received = (bytes: Buffer): void => {
    let left = bytes.length > owed ? bytes.subarray(0, owed) : bytes;
    while (left.length > 0 && flow.flushed && answers.hasRoom) {
      const { answers: answer, taken } = answerer.take(left);
      left = left.subarray(taken);
      owed -= taken;
      if (answer.length > 0 && !add(answer)) return;
    }
    if (left.length > 0) socket.pause().unshift(left);
    else if (owed === 0) finish();
    else if (!answers.hasRoom) socket.pause();
  };

  socket.on('data', received).on('end', finish);
  return () => {
    owed = socket.readableLength;
    if (owed === 0) finish();
  };
}
