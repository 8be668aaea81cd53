import type { AnswerReader, AnswerState } from './answer-reader.js';
import { differenceAt, differenceText, type AnswerDifference } from './answer-difference.js';
import type { Payload } from './payload.js';

/** A `named` server answers a line longer than this many bytes in pieces of this many bytes. */
export const PIECE_BYTES = 64 * 1024;

const NEWLINE = 0x0a;
const OPENING_BRACKET = 0x5b;
const NOTHING = Buffer.alloc(0);
/** Longest `[NAME] ` that is taken for one. */
const MAX_HEADER_BYTES = 1024;

type Stage = 'idle' | 'header' | 'piece' | 'newline';

/**
 * Checks the answers on one connection, byte by byte as they come, holding none of them.
 *
 * A `named` lbsim server answers `[NAME] <line>` and a newline, and a line longer than 64 KiB in pieces of 64 KiB, each
 * `[NAME] <piece>` and a newline; an `echo` server answers the very line. The first byte of the first answer tells which
 * it is: what is sent must not begin with `[`. A name ends at its first `] `. From then on every answer must come from
 * the same backend.
 */
export class AnswerVerifier implements AnswerReader {
  #stage: Stage = 'idle';
  #payload: Payload | undefined;
  /** Bytes of the payload that have come back. */
  #position = 0;
  #pieceEnd = 0;
  /** `[NAME] ` once known, empty for an echo. */
  #header: Buffer | undefined;
  /** Bytes of the header of this piece that have come. */
  #headerBytes = 0;
  #learning = Buffer.alloc(0);
  #difference: AnswerDifference | undefined;

  /** The name of the backend that answers on this connection; undefined before it said so, and for an echo. */
  get backend(): string | undefined {
    return this.#header === undefined || this.#header.length === 0
      ? undefined
      : this.#header.toString('utf8', 1, this.#header.length - 2);
  }

  /** What was wrong and where, in one line; empty as long as nothing was. */
  get reason(): string {
    return this.#difference === undefined ? '' : differenceText(this.#difference);
  }

  /** Where an answer first was wrong. */
  get difference(): AnswerDifference | undefined {
    return this.#difference;
  }

  expect(payload: Payload): void {
    this.#payload = payload;
    this.#position = 0;
    this.#beginPiece();
  }

  push(chunk: Uint8Array): AnswerState {
    let used = 0;
    while (used < chunk.length && this.#difference === undefined) used += this.#take(chunk.subarray(used));
    if (this.#difference !== undefined) return 'mismatch';
    return this.#stage === 'idle' ? 'complete' : 'incomplete';
  }

  /** Checks some of these bytes. @returns how many: at least one, unless only the stage changed or they are wrong */
  #take(bytes: Uint8Array): number {
    if (this.#payload === undefined || this.#stage === 'idle')
      return this.#differs('bytes beyond the answer', NOTHING, bytes);
    if (this.#stage === 'header') return this.#takeHeader(bytes);
    if (this.#stage === 'piece') return this.#takePiece(bytes, this.#payload);
    if (bytes[0] !== NEWLINE)
      return this.#differs('an answer longer than what was sent', Buffer.of(NEWLINE), bytes);
    if (this.#position < this.#payload.length) this.#beginPiece();
    else this.#stage = 'idle';
    return 1;
  }

  #takeHeader(bytes: Uint8Array): number {
    if (this.#header === undefined) return this.#learnHeader(bytes);
    const wanted = this.#header.subarray(this.#headerBytes, this.#headerBytes + bytes.length);
    if (!wanted.equals(bytes.subarray(0, wanted.length))) {
      const before = this.#header.subarray(0, this.#headerBytes);
      const reason = `an answer that is not from ${this.backend ?? 'the same server'}`;
      return this.#differs(reason, this.#header, Buffer.concat([before, bytes]));
    }
    this.#headerBytes += wanted.length;
    if (this.#headerBytes === this.#header.length) this.#beginBytes();
    return wanted.length;
  }

  #learnHeader(bytes: Uint8Array): number {
    const before = this.#learning.length;
    if (before === 0 && bytes[0] !== OPENING_BRACKET) {
      this.#header = Buffer.alloc(0);
      this.#beginBytes();
      return 0;
    }
    this.#learning = Buffer.concat([this.#learning, bytes.subarray(0, MAX_HEADER_BYTES - before)]);
    const end = this.#learning.indexOf('] ') + 2;
    const named = end === 1 ? this.#learning : this.#learning.subarray(0, end);
    if (named.includes(NEWLINE) || (end === 1 && named.length === MAX_HEADER_BYTES)) {
      return this.#differs('an answer without the name of a backend', Buffer.from('[NAME] '), named);
    }
    if (end === 1) return bytes.length;
    this.#header = named;
    this.#beginBytes();
    return end - before;
  }

  #takePiece(bytes: Uint8Array, payload: Payload): number {
    const wanted = payload.slice(this.#position, Math.min(bytes.length, this.#pieceEnd - this.#position));
    if (Buffer.compare(bytes.subarray(0, wanted.length), wanted) !== 0) {
      const same = wanted.findIndex((byte, index) => byte !== bytes[index]);
      this.#position += same;
      const rest = payload.slice(this.#position, payload.length - this.#position);
      return this.#differs('an answer that differs from what was sent', rest, bytes.subarray(same));
    }
    this.#position += wanted.length;
    if (this.#position === this.#pieceEnd) this.#stage = 'newline';
    return wanted.length;
  }

  #beginPiece(): void {
    this.#headerBytes = 0;
    this.#stage = 'header';
    if (this.#header?.length === 0) this.#beginBytes();
  }

  #beginBytes(): void {
    const length = this.#payload?.length ?? 0;
    const echo = this.#header?.length === 0;
    this.#pieceEnd = echo ? length : Math.min(length, this.#position + PIECE_BYTES);
    this.#stage = this.#position < this.#pieceEnd ? 'piece' : 'newline';
  }

  #differs(reason: string, expected: Uint8Array, got: Uint8Array): number {
    this.#difference = differenceAt(this.#position, reason, expected, got);
    return 0;
  }
}
