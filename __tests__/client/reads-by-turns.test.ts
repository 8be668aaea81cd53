import { connect, type Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { readByTurns } from '../../lib/client/reads-by-turns.js';
import { AdaptiveReads } from '../../lib/net/adaptive-reads.js';
import { cleanup } from '../helpers/cleanup.js';
import { serve } from './helpers.js';

const onEnd = cleanup();

/** What a reader is told, in order, by a server that ends its connection so. */
async function told(end: (socket: Socket) => void): Promise<string[]> {
  const port = await serve(onEnd, end);
  const reads = new AdaptiveReads();
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, onread: reads });
  socket.write('ready');
  onEnd(() => socket.destroy());
  const events: string[] = [];
  readByTurns(socket, reads, (bytes) => {
    events.push(bytes.toString());
    return true;
  });
  await new Promise<void>((done) => {
    socket.on('error', () => events.push('RST')).on('close', () => done());
    socket.on('end', () => {
      events.push('FIN');
      socket.end();
    });
  });
  return events;
}

describe('reading by turns', () => {
  it('sees an RST that comes together with the last bytes', async () => {
    const events = await told((socket) => {
      socket.once('data', () => socket.write('bytes', () => socket.resetAndDestroy()));
    });
    expect(events).toEqual(['bytes', 'RST']);
  });

  it('sees a FIN that comes together with the last bytes', async () => {
    const events = await told((socket) => {
      socket.on('data', () => socket.end('bytes'));
    });
    expect(events).toEqual(['bytes', 'FIN']);
  });

  it('gives bytes to keep', async () => {
    const port = await serve(onEnd, (socket) => {
      socket.write('one', () => socket.once('data', () => socket.end('two')));
    });
    const reads = new AdaptiveReads();
    const socket = connect({ port, host: '127.0.0.1', onread: reads });
    const kept: Buffer[] = [];
    readByTurns(socket, reads, (bytes) => {
      kept.push(bytes);
      if (kept.length === 1) socket.write('go on');
      return true;
    });
    await new Promise((done) => socket.on('close', done));
    expect(kept.map(String)).toEqual(['one', 'two']);
  });

  it('reads no more until it is resumed when the bytes are too many', async () => {
    const port = await serve(onEnd, (socket) => {
      socket.write('one', () => socket.once('data', () => socket.end('two')));
    });
    const reads = new AdaptiveReads();
    const socket = connect({ port, host: '127.0.0.1', onread: reads });
    const seen: string[] = [];
    const first = new Promise<void>((resolve) => {
      readByTurns(socket, reads, (bytes) => {
        seen.push(bytes.toString());
        socket.write('go on');
        resolve();
        return seen.length > 1;
      });
    });
    await first;
    await new Promise((later) => setTimeout(later, 50));
    expect(seen).toEqual(['one']);
    socket.resume();
    await new Promise((done) => socket.on('close', done));
    expect(seen).toEqual(['one', 'two']);
  });
});
