import type { AnswerReader, AnswerState } from './answer-reader.js';
import type { Payload } from './payload.js';
import { AnswerVerifier } from './verification.js';

const NEWLINE = 0x0a;
/** How much longer than twice its question an answer may be. */
const SLACK_BYTES = 1024 * 1024;

/**
 * Collects the answers of any line server, lbsim's or not. An answer is one line; where it turns out to be that of a
 * `named` server, it is complete with its last piece. What comes while nothing was asked is left out.
 */
export class AnswerText implements AnswerReader {
  #verifier = new AnswerVerifier();
  #verified = false;
  #expected = false;
  #chunks: Uint8Array[] = [];
  #length = 0;
  #limit = 0;
  /** Whether a whole line has come. */
  #line = false;

  /** The last answer, or what there is of it, without its last newline, as it came. */
  get bytes(): Buffer {
    const bytes = Buffer.concat(this.#chunks);
    return bytes.at(-1) === NEWLINE ? bytes.subarray(0, -1) : bytes;
  }

  /** The same as text. */
  get text(): string {
    return this.bytes.toString('utf8');
  }

  /** Who gave the last answer; undefined if it was not a `named` server's answer to what was sent. */
  get backend(): string | undefined {
    return this.#verified ? this.#verifier.backend : undefined;
  }

  get reason(): string {
    return `an answer of more than ${this.#limit} bytes`;
  }

  expect(payload: Payload): void {
    this.#verifier = new AnswerVerifier();
    this.#verifier.expect(payload);
    this.#verified = true;
    this.#expected = true;
    this.#chunks = [];
    this.#length = 0;
    this.#limit = 2 * payload.length + SLACK_BYTES;
    this.#line = false;
  }

  push(chunk: Uint8Array): AnswerState {
    if (!this.#expected) return 'incomplete';
    if (this.#verified) {
      const state = this.#verifier.push(chunk);
      if (state !== 'mismatch') return this.#collect(chunk, state === 'complete');
      this.#verified = false;
    }
    const end = chunk.indexOf(NEWLINE);
    if (this.#line || end < 0) return this.#collect(chunk, this.#line);
    return this.#collect(chunk.subarray(0, end + 1), true);
  }

  #collect(bytes: Uint8Array, complete: boolean): AnswerState {
    this.#chunks.push(bytes);
    this.#length += bytes.length;
    this.#line ||= bytes.includes(NEWLINE);
    this.#expected = !complete;
    if (complete) return 'complete';
    return this.#length > this.#limit ? 'mismatch' : 'incomplete';
  }
}
