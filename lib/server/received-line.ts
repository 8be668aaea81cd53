import { StringDecoder } from 'node:string_decoder';

/** Bytes of a line that are shown of it. */
export const SHOWN_BYTES = 200;

/** A line as a client sent it, decoded when somebody asks: a load sends more of them than anybody reads. */
export class ReceivedLine {
  /** `address:port`. */
  readonly client: string;
  /** Whether the line is longer than `text`. */
  readonly cut: boolean;
  readonly #kept: Buffer;
  readonly #piece: Buffer;

  /**
   * @param kept - the first part of a line or of its beginning
   * @param piece - the rest of it
   * @param ended - whether that is all of the line
   */
  constructor(client: string, kept: Buffer, piece: Buffer, ended: boolean) {
    this.client = client;
    this.#kept = kept;
    this.#piece = piece;
    this.cut = !ended || kept.length + piece.length > SHOWN_BYTES;
  }

  /** The line without its end, up to 200 bytes and only whole characters of them. */
  get text(): string {
    const parts = [this.#kept, this.#piece].map((part) => part.subarray(0, SHOWN_BYTES));
    const start = Buffer.concat(parts).subarray(0, SHOWN_BYTES);
    if (this.cut) return new StringDecoder('utf8').write(start);
    return start.toString().replace(/\r$/, '');
  }
}
