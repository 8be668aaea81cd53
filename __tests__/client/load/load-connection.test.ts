import { describe, expect, it } from '@jest/globals';
import type { ClientFailureKind } from '../../../lib/client/failure.js';
import { LoadConnection } from '../../../lib/client/load/load-connection.js';
import { resolveLoadOptions, type LoadOptions } from '../../../lib/client/load/load-options.js';
import { LoadRecorder } from '../../../lib/client/load/load-report.js';
import { TargetList } from '../../../lib/client/targets/target-list.js';
import { Destination } from '../../../lib/net/destination.js';
import { startBlackHole } from '../../helpers/black-hole.js';
import { cleanup } from '../../helpers/cleanup.js';
import { quietPort } from '../../helpers/ports.js';
import { namedAnswer, namedServer, runLoad, scriptedServer, serve, type OnLine } from '../helpers.js';

const onEnd = cleanup();

/** A server as `scriptedServer`, which answers what this returns. */
function answering(answer: (line: string, nth: number) => string): OnLine {
  return (line, { socket, nth }) => socket.write(answer(line, nth));
}

const PIECE_BYTES = 64 * 1024;
const three = { messagesPerConnection: 3 };

describe('a connection of a load', () => {
  it.each<[string, ClientFailureKind, OnLine, Partial<LoadOptions>]>([
    ['is reset instead of answered', 'reset', (_, { socket }) => socket.resetAndDestroy(), {}],
    [
      'is reset within an answer',
      'reset',
      (_, { socket }) => socket.write('[B1] mess', () => socket.resetAndDestroy()),
      {},
    ],
    ['is closed instead of answered', 'closed_early', (_, { socket }) => socket.end(), {}],
    ['is closed within an answer', 'closed_early', (_, { socket }) => socket.end('[B1] mess'), {}],
    [
      'is closed before its last message is answered',
      'closed_early',
      (line, { socket, nth }) => (nth < 3 ? socket.write(namedAnswer('B1', line)) : socket.end()),
      three,
    ],
    [
      'is closed while it is held',
      'closed_early',
      (line, { socket }) => socket.end(namedAnswer('B1', line)),
      { holdMs: 60_000 },
    ],
    ['is never answered', 'timeout', () => undefined, { timeoutMs: 50 }],
    ['is never answered in full', 'timeout', answering((line) => `[B1] ${line}`), { timeoutMs: 50 }],
    ['gets a changed byte', 'mismatch', answering((line) => namedAnswer('B1', line.replace('m', 'n'))), {}],
    ['gets an answer twice', 'mismatch', answering((line) => namedAnswer('B1', line).repeat(2)), {}],
    [
      'gets its second answer from another backend',
      'mismatch',
      answering((line, nth) => namedAnswer(`B${nth}`, line)),
      three,
    ],
    [
      'gets more when it has closed',
      'mismatch',
      (line, { socket }) => {
        socket.removeAllListeners('end').on('end', () => socket.end('and another thing'));
        socket.write(namedAnswer('B1', line));
      },
      {},
    ],
    [
      'is reset when it has closed',
      'reset',
      (line, { socket }) => {
        socket.removeAllListeners('end').on('end', () => socket.resetAndDestroy());
        socket.write(namedAnswer('B1', line));
      },
      {},
    ],
    [
      'is not closed when it has closed',
      'timeout',
      (line, { socket }) => {
        socket.removeAllListeners('end');
        socket.write(namedAnswer('B1', line));
      },
      { timeoutMs: 50 },
    ],
  ])('that %s failed by %s', async (_, kind, onLine, options) => {
    const { port } = await scriptedServer(onEnd, onLine);
    const report = await runLoad(port, options);
    expect(report).toMatchObject({ connections: 1, ok: 0, failed: 1, errors: { [kind]: 1 } });
    expect(Object.keys(report.errors)).toEqual([kind]);
    expect(report.mismatches).toBe(kind === 'mismatch' ? 1 : 0);
  });

  it('that is reset as soon as it stands failed by a reset, seen before or after', async () => {
    const { port } = await scriptedServer(
      onEnd,
      () => undefined,
      (socket) => socket.resetAndDestroy(),
    );
    // Whether the RST overtakes the news of the connection is up to the system.
    const { errors, failed } = await runLoad(port);
    expect([failed, ['connection_reset', 'reset']]).toEqual([1, expect.arrayContaining(Object.keys(errors))]);
  });

  it('that nobody accepts failed by connection_refused', async () => {
    const report = await runLoad(await quietPort(), { count: 3 });
    expect(report).toMatchObject({ connections: 3, ok: 0, failed: 3, errors: { connection_refused: 3 } });
    expect(report.connectMs.max).toBeNull();
  });

  it('that nobody answers to a SYN failed by connect_timeout', async () => {
    const hole = await startBlackHole(onEnd);
    await hole.swallow();
    const port = Number(hole.spec.split(':').at(-1));
    expect((await runLoad(port, { connectTimeoutMs: 100 })).errors).toEqual({ connect_timeout: 1 });
  });

  it('is ok when the other side closes right after its last answer', async () => {
    const { port } = await scriptedServer(onEnd, (line, { socket }) => socket.end(namedAnswer('B1', line)));
    expect(await runLoad(port, { count: 20 })).toMatchObject({ ok: 20, failed: 0 });
  });

  it('sends its messages one after the other, each with its number, and counts each answer', async () => {
    const { port, lines } = await namedServer(onEnd, 'B1');
    const report = await runLoad(port, { count: 2, messagesPerConnection: 3 });
    expect(lines).toEqual(['1/1', '2/1', '3/1', '1/2', '2/2', '3/2'].map((numbers) => `message ${numbers}`));
    expect(report).toMatchObject({ connections: 2, ok: 2, backends: { B1: 6 }, errors: {} });
    const bytesOut = 6 * 'message 1/1\n'.length;
    expect([report.bytesOut, report.bytesIn]).toEqual([bytesOut, bytesOut + 6 * '[B1] '.length]);
  });

  it('sends the text it was given', async () => {
    const { port, lines } = await namedServer(onEnd, 'B1');
    await runLoad(port, { count: 2, message: 'PING' });
    expect(lines).toEqual(['PING', 'PING']);
  });

  it('accepts an echo, which names no backend', async () => {
    const { port } = await scriptedServer(onEnd, (line, { socket }) => socket.write(`${line}\n`));
    expect(await runLoad(port, { count: 2 })).toMatchObject({ ok: 2, backends: {} });
  });

  it('sends exactly the size asked for', async () => {
    const { port, lines } = await namedServer(onEnd, 'B1');
    await runLoad(port, { size: 1000 });
    await runLoad(port, { size: 0 });
    expect(lines.map((line) => line.length)).toEqual([1000, 0]);
  });

  it('carries 3 MiB there and back while both sides write', async () => {
    const size = 3 * 1024 * 1024 + 1; // the last piece is not a full one
    const port = await servePieces();
    const report = await runLoad(port, { size, messagesPerConnection: 2 });
    expect(report).toMatchObject({ ok: 1, backends: { B1: 2 }, errors: {} });
    expect(report.bytesOut).toBe(2 * (size + 1));
  });

  it('sees the one byte of 3 MiB that is wrong', async () => {
    const { port } = await scriptedServer(onEnd, (line, { socket }) => {
      const answer = Buffer.from(namedAnswer('B1', line));
      answer.writeUInt8((answer.at(-2) ?? 0) ^ 1, answer.length - 2);
      socket.write(answer);
    });
    expect((await runLoad(port, { size: 3 * 1024 * 1024 })).errors).toEqual({ mismatch: 1 });
  });

  it('sees an answer that belongs to another connection', async () => {
    const waiting: { line: string; answer: (text: string) => void }[] = [];
    const { port } = await scriptedServer(onEnd, (line, { socket }) => {
      waiting.push({ line, answer: (text) => socket.write(namedAnswer('B1', text)) });
      const [one, two] = waiting;
      if (one === undefined || two === undefined) return;
      one.answer(two.line);
      two.answer(one.line);
    });
    const report = await runLoad(port, { count: 2, concurrency: 2, size: 100 });
    expect(report).toMatchObject({ ok: 0, errors: { mismatch: 2 }, mismatches: 2, backends: {} });
  });

  it('holds after its last answer for as long as asked, then closes', async () => {
    const { port, sockets } = await namedServer(onEnd, 'B1');
    const report = await runLoad(port, { holdMs: 150 });
    expect(report).toMatchObject({ ok: 1 });
    expect(report.seconds).toBeGreaterThan(0.145);
    expect(report.latencyMs.max).toBeLessThan(report.seconds * 1000 - 100);
    expect(sockets).toHaveLength(1);
  });

  it('that is wound up while it is still being made has its first message answered, and no further one', async () => {
    const { port, lines } = await namedServer(onEnd, 'B1');
    const target = new Destination({ host: '127.0.0.1', port }, ['127.0.0.1']);
    const options = resolveLoadOptions({ host: '127.0.0.1', port, messagesPerConnection: 5, holdMs: 60_000 });
    const recorder = new LoadRecorder();
    const connection = new LoadConnection(1, undefined, new TargetList([target]), options);
    const ended = connection.run(recorder);
    connection.windUp(); // in the same turn of the event loop: it cannot stand yet
    expect(await ended).toBeUndefined();
    expect([lines.length, recorder.ok]).toEqual([1, 1]);
  });
});

/**
 * A named server that answers while the line is still coming and waits for its reader. It puts a newline behind each
 * full piece, so the end of a line must not fall on the end of a piece.
 */
function servePieces(): Promise<number> {
  return serve(onEnd, (socket) => {
    let inPiece = 0;
    socket.on('data', (chunk: Buffer) => {
      let room = true;
      for (let at = 0; at < chunk.length;) {
        const newline = chunk.indexOf('\n', at);
        const end = Math.min(newline < 0 ? chunk.length : newline + 1, at + PIECE_BYTES - inPiece);
        const piece = chunk.subarray(at, end);
        if (inPiece === 0) socket.write('[B1] ');
        room = socket.write(piece);
        inPiece = end - 1 === newline ? 0 : inPiece + piece.length;
        if (inPiece === PIECE_BYTES) {
          socket.write('\n');
          inPiece = 0;
        }
        at = end;
      }
      if (!room) socket.pause().once('drain', () => socket.resume());
    });
    socket.on('end', () => socket.end());
  });
}
