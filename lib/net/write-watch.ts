import type { Writable } from 'node:stream';
import { systemErrorCode } from '../errors.js';

/**
 * Why a write to a peer that is gone fails. ECONNRESET: it reset the connection. EPIPE: it had finished, and reset what
 * came after.
 */
export type PeerGone = 'ECONNRESET' | 'EPIPE';

/** Is told what becomes of the writes to a sink. */
export interface WriteWatcher {
  /** A write has been taken: by the kernel, where the sink is a socket. It may be told before `write` returns. */
  taken(): void;
  /**
   * A write failed because the peer is gone, and passes for a written one.
   *
   * Node destroys a socket as soon as a write to it fails, and bytes that are unread by then are lost: most of a reply,
   * when its reader is slow. Told here instead, the socket lives on, and reading gives the bytes that are left and the
   * end of the stream, after a reset too: the system tells of a reset once, and the write was told. Without this method
   * such a failure is the socket's error, like every other.
   */
  gone?: ((why: PeerGone) => void) | undefined;
}

/**
 * Watches the writes of one sink, at no cost per write: a callback given to `write` would cost a tick each.
 *
 * @returns the sink's own `_write`, to be put back by who stops watching
 */
export function watchWrites(sink: Writable, watcher: WriteWatcher): Writable['_write'] {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the sink as `this` in the new `_write` below
  const write = sink._write;
  // A sink has one write under way at a time, so its callback can be kept here rather than in a closure for each.
  let callback: (error?: Error | null) => void;
  const done = (error?: Error | null): void => {
    if (error === undefined || error === null) {
      callback();
      watcher.taken();
      return;
    }
    const code = watcher.gone === undefined ? undefined : systemErrorCode(error);
    if (code !== 'ECONNRESET' && code !== 'EPIPE') {
      callback(error);
      return;
    }
    callback();
    watcher.gone?.(code);
    watcher.taken();
  };
  sink._write = (chunk, encoding, written) => {
    callback = written;
    write.call(sink, chunk, encoding, done);
  };
  return write;
}
