import { failureKind } from '../net/failure.js';
import type { Conversation } from './run-check.js';
import { quotedBytes } from './escaped-bytes.js';
import { MAX_ANSWER_BYTES } from './health-check.js';

/** Bytes of an answer that are kept for the reason, one more than it shows. */
const KEPT_BYTES = 41;

/** Sends these bytes, if any. The backend is well when the expected ones come within the first 64 KiB of its answer. */
export function exchange(send: Uint8Array, expect: Buffer): Conversation {
  return (socket, done) => {
    let head = Buffer.alloc(0);
    /** The last bytes that came: the expected ones may have begun there. */
    let tail = Buffer.alloc(0);
    let count = 0;
    const wrong = (): string =>
      `expected ${quotedBytes(expect)}, got ${count === 0 ? 'nothing' : quotedBytes(head, KEPT_BYTES - 1)}`;
    socket.on('error', (error) => done({ ok: false, reason: failureKind(error) }));
    socket.on('end', () => done({ ok: false, reason: wrong() }));
    socket.on('data', (chunk: Buffer) => {
      const bytes = chunk.subarray(0, MAX_ANSWER_BYTES - count);
      count += bytes.length;
      head = Buffer.concat([head, bytes.subarray(0, KEPT_BYTES - head.length)]);
      const recent = Buffer.concat([tail, bytes]);
      tail = recent.subarray(Math.max(0, recent.length - expect.length + 1));
      if (recent.includes(expect)) done({ ok: true });
      else if (count === MAX_ANSWER_BYTES) done({ ok: false, reason: `${wrong()} and more, 64 KiB in all` });
    });
    if (send.length > 0) socket.write(send);
    return wrong;
  };
}
