import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { writeFifo } from '../../lib/output/write-fifo.js';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFolder } from '../helpers/folder.js';

const onEnd = cleanup();
/** More than any pipe holds. */
const LONG = 'x'.repeat(4 * 1024 * 1024);

async function makeFifo(): Promise<string> {
  const fifo = join(await temporaryFolder(onEnd), 'fifo');
  execFileSync('mkfifo', [fifo]);
  return fifo;
}

/** A FIFO whose reader never reads. */
async function stalledFifo(): Promise<string> {
  const fifo = await makeFifo();
  const reader = openSync(fifo, constants.O_RDWR | constants.O_NONBLOCK);
  onEnd(() => closeSync(reader));
  return fifo;
}

describe('writing to a FIFO', () => {
  it('whose reader reads writes all, also after the signal', async () => {
    const fifo = await makeFifo();
    const fd = openSync(fifo, constants.O_RDONLY | constants.O_NONBLOCK);
    const read = text(new Socket({ fd, writable: false }));

    expect(await writeFifo(fifo, LONG, AbortSignal.abort())).toBe(true);
    expect((await read).length).toBe(LONG.length);
  });

  it('whose reader stalls is given up at the signal', async () => {
    const giveUp = new AbortController();
    const written = writeFifo(await stalledFifo(), LONG, giveUp.signal);
    setImmediate(() => giveUp.abort());

    expect(await written).toBe(false);
  });

  it('whose reader stalls is given up when the signal has come before', async () => {
    expect(await writeFifo(await stalledFifo(), LONG, AbortSignal.abort())).toBe(false);
  });

  it('without a reader is given up when the signal has come before', async () => {
    expect(await writeFifo(await makeFifo(), LONG, AbortSignal.abort())).toBe(false);
  });
});
