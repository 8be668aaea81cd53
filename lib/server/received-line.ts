import { StringDecoder } from 'node:string_decoder';

/** Bytes of a line that are shown of it. */
export const SHOWN_BYTES = 200;

/** A line as a client sent it, decoded when somebody asks: a load sends more of them than anybody reads. */
export class ReceivedLine {
  /** `address:port`. */
  readonly client: string;
  /** Whether the line is longer than `text`. */
  readonly cut: boolean;
  readonly #start: Buffer;

  /** @param start - the line's first {@link SHOWN_BYTES} bytes, or all of it where it is shorter */
  constructor(client: string, start: Buffer, cut: boolean) {
    this.client = client;
    this.#start = start;
    this.cut = cut;
  }

  /** The line without its end, up to {@link SHOWN_BYTES} bytes and only whole characters of them. */
  get text(): string {
    if (this.cut) return new StringDecoder('utf8').write(this.#start);
    return this.#start.toString().replace(/\r$/, '');
  }
}
