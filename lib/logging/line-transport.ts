import type { Logform } from 'winston';
import Transport from 'winston-transport';
import type { Writer } from '../output/writer.js';
import { LineBuffer, type LineBufferEvents } from './line-buffer.js';

/** Where winston leaves the formatted line; the key is that of its package `triple-beam`. */
const MESSAGE = Symbol.for('message');

/** Takes winston's lines to a writer by a buffer. */
export class LineTransport extends Transport {
  readonly buffer: LineBuffer;

  constructor(format: Logform.Format, writer: Writer, events: LineBufferEvents) {
    super({ format });
    this.buffer = new LineBuffer(writer, events);
  }

  override log(info: Record<symbol, unknown>, next: () => void): void {
    this.buffer.write(String(info[MESSAGE]));
    next();
  }
}
