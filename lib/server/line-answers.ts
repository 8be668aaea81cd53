import type { Answerer, Taken } from './conversation.js';
import type { OnLine } from './modes/mode.js';

/** The default of `pieceBytes`. */
export const LINE_PIECE_BYTES = 64 * 1024;

/** The default of `batchBytes`. */
const BATCH_BYTES = 64 * 1024;

const NEWLINE = 0x0a;
const NEWLINE_BYTES = Buffer.of(NEWLINE);
const NOTHING = Buffer.alloc(0);
const SMALLEST_KEPT = 64;

export interface LineAnswersOptions {
  /** A longer line is answered in pieces of this many bytes. */
  readonly pieceBytes?: number;
  /** No further line is answered in a batch that has reached this many bytes; 1 for one line at a time. @default 65536 */
  readonly batchBytes?: number;
  /** Told of each line once: with its answer, or with that to its first piece. */
  readonly onLine?: OnLine | undefined;
}

/**
 * Answers each line of a byte stream with a label, the line and a newline, however the stream is cut into chunks. Only
 * `\n` ends a line; all other bytes pass unchanged.
 *
 * A line longer than a piece is answered piece by piece, each as if it were a line, so that never more than one piece
 * is kept.
 */
export class LineAnswers implements Answerer {
  readonly #label: Buffer;
  readonly #pieceBytes: number;
  readonly #batchBytes: number;
  readonly #onLine: OnLine | undefined;
  /** The beginning of a piece whose end has not come yet. */
  #kept = NOTHING;
  #keptBytes = 0;
  /** Whether pieces of the current line have been answered: if nothing follows, no empty one does either. */
  #continued = false;

  constructor(
    label: Buffer,
    { pieceBytes = LINE_PIECE_BYTES, batchBytes = BATCH_BYTES, onLine }: LineAnswersOptions = {},
  ) {
    this.#label = label;
    this.#pieceBytes = pieceBytes;
    this.#batchBytes = batchBytes;
    this.#onLine = onLine;
  }

  /** Bytes that wait for the rest of their line. */
  get keptBytes(): number {
    return this.#keptBytes;
  }

  take(bytes: Buffer): Taken {
    const answers: Buffer[] = [];
    let size = 0;
    let at = 0;
    let newline = -1;
    while (at < bytes.length && size < this.#batchBytes) {
      if (newline < at) newline = indexOfNewline(bytes, at);
      const full = at + this.#pieceBytes - this.#keptBytes;
      const end = Math.min(newline, full);
      const terminated = end === newline && newline < bytes.length;
      const piece = bytes.subarray(at, end);
      at = terminated ? end + 1 : end;
      if (terminated || end === full) size += this.#answer(piece, terminated, answers);
      else this.#keep(piece);
    }
    return { answers: Buffer.concat(answers, size), taken: at };
  }

  rest(): Buffer {
    if (this.#keptBytes === 0) return NOTHING;
    const answers: Buffer[] = [];
    this.#answer(NOTHING, true, answers);
    return Buffer.concat(answers);
  }

  /** @returns the size of the answer */
  #answer(piece: Buffer, endsLine: boolean, answers: Buffer[]): number {
    const contentBytes = this.#keptBytes + piece.length;
    const isFirst = !this.#continued;
    this.#continued = !endsLine;
    if (contentBytes === 0 && !isFirst) return 0;
    const kept = this.#kept.subarray(0, this.#keptBytes);
    if (isFirst) this.#onLine?.(kept, piece, endsLine);
    answers.push(this.#label, kept, piece, NEWLINE_BYTES);
    this.#kept = NOTHING;
    this.#keptBytes = 0;
    return this.#label.length + contentBytes + 1;
  }

  #keep(part: Buffer): void {
    const needed = this.#keptBytes + part.length;
    if (needed > this.#kept.length) {
      // Doubled, so that a line that comes byte by byte is not copied with each of them.
      const size = Math.max(SMALLEST_KEPT, Math.min(this.#pieceBytes, 2 * needed));
      const grown = Buffer.allocUnsafeSlow(size);
      this.#kept.copy(grown, 0, 0, this.#keptBytes);
      this.#kept = grown;
    }
    part.copy(this.#kept, this.#keptBytes);
    this.#keptBytes = needed;
  }
}

/** Where the next newline is, or the length if there is none. */
function indexOfNewline(bytes: Buffer, from: number): number {
  const index = bytes.indexOf(NEWLINE, from);
  return index < 0 ? bytes.length : index;
}
