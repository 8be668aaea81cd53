/** A prime, so that pieces of 64 KiB never repeat in step with it. */
const NOISE_LENGTH = 65_537;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** How far apart the noise of neighbouring connections and messages begins. */
const CONNECTION_STRIDE = 7919;
const MESSAGE_STRIDE = 31_337;

const NOISE = createNoise();

/**
 * One line to send, without its newline. Its bytes are a head of its own and then a stretch of noise that all payloads
 * share, so that a payload of many MiB costs nothing to hold and as little to check.
 */
export class Payload {
  /** In bytes. */
  readonly length: number;
  readonly #head: Uint8Array;
  readonly #offset: number;

  private constructor(head: Uint8Array, length: number, offset: number) {
    this.#head = head;
    this.length = length;
    this.#offset = offset;
  }

  /** That very text. */
  static text(text: string): Payload {
    const head = Buffer.from(text);
    return new Payload(head, head.length, 0);
  }

  /**
   * A line that only this message of this connection has, the same in every run. It never begins with `[`.
   *
   * @param size - its exact length in bytes; where the numbers do not fit, their last digits are kept.
   *   @default as long as the numbers need
   */
  static numbered(connection: number, message: number, size?: number): Payload {
    const text = `message ${message}/${connection}`;
    const cut = size === undefined || size >= text.length ? text : text.slice(text.length - size);
    const head = Buffer.from(cut);
    const offset = (connection * CONNECTION_STRIDE + message * MESSAGE_STRIDE) % NOISE_LENGTH;
    return new Payload(head, size ?? head.length, offset);
  }

  /** Some of the bytes from `position` on: at least one before the end, at most `most`. A view, not to be written to. */
  slice(position: number, most: number): Uint8Array {
    const { length } = this.#head;
    if (position < length) return this.#head.subarray(position, Math.min(position + most, length));
    const start = (this.#offset + position) % NOISE_LENGTH;
    return NOISE.subarray(start, start + Math.min(most, this.length - position));
  }
}

/** The same bytes on every machine, by xorshift32 (Marsaglia, 2003). */
function createNoise(): Uint8Array {
  let state = 0x9e3779b9;
  return Uint8Array.from({ length: NOISE_LENGTH }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return ALPHABET.charCodeAt(state & 63);
  });
}
