import type { Payload } from './payload.js';

export type AnswerState = 'incomplete' | 'complete' | 'mismatch';

/** Knows an answer when it sees one. */
export interface AnswerReader {
  /** What was wrong, once there was a mismatch. */
  readonly reason: string;
  /** That is being sent: what comes from now on answers it. */
  expect(message: Payload): void;
  /** Takes all that came, asked for or not. The bytes are the reader's to keep. */
  push(chunk: Uint8Array): AnswerState;
}
