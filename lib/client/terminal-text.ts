import { Transform, type TransformCallback } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { printable } from '../printable.js';

/** Line ends and tabs, the only control characters that are printed as they are: they cannot do more than lay out text. */
const PLAIN = /([\n\t]|\r\n)/;

/**
 * What a server sends, fit for a terminal: control characters but for line ends and tabs become escapes. Characters, and
 * the two of a line end, may be cut between two pieces.
 */
export class TerminalText {
  readonly #decoder = new StringDecoder('utf8');
  #held = '';

  write(bytes: Uint8Array): string {
    const text = this.#held + this.#decoder.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
    // Whether it is half of a line end will be seen.
    this.#held = text.endsWith('\r') ? '\r' : '';
    return escaped(this.#held === '' ? text : text.slice(0, -1));
  }

  end(): string {
    return escaped(this.#held + this.#decoder.end());
  }
}

function escaped(text: string): string {
  return text
    .split(PLAIN)
    .map((part, index) => (index % 2 === 0 ? printable(part) : part))
    .join('');
}

/** {@link TerminalText} as a stream. */
export function terminalTextStream(): Transform {
  const text = new TerminalText();
  return new Transform({
    transform: (chunk: Buffer, _encoding, done: TransformCallback) => done(null, text.write(chunk)),
    flush: (done: TransformCallback) => done(null, text.end()),
  });
}
