import { constants, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemErrorCode } from '../errors.js';

/** The system does not tell when the reader of a FIFO comes, so it is asked this often. */
const ASK_AGAIN_MS = 50;
/** For how long a text is still written whose signal came before: enough for a live reader, and bounded for a stalled one. */
const LAST_WORDS_MS = 2000;

/**
 * Writes a text to a FIFO once it has a reader. A thread that waits in `open` or `write` would keep the process from
 * ending, so nothing here blocks.
 *
 * @param signal - gives up; if it has come before, what a reader that is there takes in within two seconds is written
 * @returns whether all was written
 * @throws the system's error when it cannot be opened or written
 */
export async function writeFifo(path: string, text: string, signal: AbortSignal): Promise<boolean> {
  const fd = await openWithReader(path, signal);
  if (fd === undefined) return false;
  const socket = new Socket({ fd, readable: false, writable: true });
  const giveUp = (): void => void socket.destroy();
  signal.addEventListener('abort', giveUp);
  const timer = signal.aborted ? setTimeout(giveUp, LAST_WORDS_MS) : undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      socket.on('error', reject).on('close', () => resolve());
      socket.end(text);
    });
  } finally {
    signal.removeEventListener('abort', giveUp);
    clearTimeout(timer);
  }
  return socket.writableFinished;
}

/** @returns its descriptor, or undefined when the signal came first */
async function openWithReader(path: string, signal: AbortSignal): Promise<number | undefined> {
  for (;;) {
    try {
      return openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
    } catch (error) {
      if (systemErrorCode(error) !== 'ENXIO') throw error;
    }
    if (signal.aborted) return undefined;
    await sleep(ASK_AGAIN_MS, undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }
}
