import type { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { cleanup } from '../helpers/cleanup.js';
import { checked, type CheckedOptions } from './checked.js';

const onEnd = cleanup();
const OK = { ok: true };
const PING = String.raw`send:PING\r\n,expect:+PONG`;

/** The result of a check when the backend answers that, and then closes. */
async function answeredWith(answer: string | Buffer, check = PING) {
  return checked(check, (socket) => socket.end(answer), onEnd);
}

/** The result of {@link PING} when the backend answers that and leaves the connection open. */
async function keptOpenAfter(answer: string, options: CheckedOptions = {}) {
  return checked(PING, (socket) => socket.write(answer), onEnd, options);
}

const failed = (reason: string) => ({ ok: false, reason });

describe('the check send:TEXT,expect:TEXT', () => {
  it('sends its text and is content with what it expects, wherever it comes', async () => {
    let sent = '';
    const serve = (socket: Socket): void => {
      socket.on('data', (chunk) => {
        sent += chunk.toString('latin1');
        if (sent.endsWith('\r\n')) socket.write('notice\r\n+PONG\r\n');
      });
    };
    expect(await checked(PING, serve, onEnd)).toEqual(OK);
    expect(sent).toBe('PING\r\n');
  });

  it('finds the text in pieces', async () => {
    const serve = async (socket: Socket): Promise<void> => {
      for (const piece of ['+', 'PO', 'N', 'G']) {
        socket.write(piece);
        await nextTurn();
      }
    };
    expect(await checked(PING, (socket) => void serve(socket), onEnd)).toEqual(OK);
  });

  it('takes bytes of any value', async () => {
    const check = String.raw`send:\x00\xff,expect:\x01\\\t`;
    expect(await answeredWith(Buffer.from([0, 1, 0x5c, 9]), check)).toEqual(OK);
  });

  it('shows what came instead, escaped and short', async () => {
    expect(await answeredWith('-ERR "no"\r\n\x1b\xff')).toEqual(
      failed(String.raw`expected "+PONG", got "-ERR \x22no\x22\r\n\x1b\xc3\xbf"`),
    );
    expect(await answeredWith('x'.repeat(50))).toEqual(failed(`expected "+PONG", got "${'x'.repeat(40)}…"`));
    expect(await answeredWith('+PON')).toEqual(failed('expected "+PONG", got "+PON"'));
    expect(await answeredWith('')).toEqual(failed('expected "+PONG", got nothing'));
  });

  it('gives up when the time is up, also where the backend has answered something', async () => {
    const options = { timeoutMs: 300 };
    expect(await keptOpenAfter('', options)).toEqual(failed('expected "+PONG", got nothing within 0.3 s'));
    expect(await keptOpenAfter('-LOADING', options)).toEqual(
      failed('expected "+PONG", got "-LOADING" within 0.3 s'),
    );
  });

  it('looks at the first 64 KiB', async () => {
    const KIB64 = 64 * 1024;
    expect(await keptOpenAfter(`${'x'.repeat(KIB64 - 5)}+PONG`)).toEqual(OK);
    expect(await keptOpenAfter(`${'x'.repeat(KIB64 - 4)}+PONG`)).toEqual(
      failed(`expected "+PONG", got "${'x'.repeat(40)}…" and more, 64 KiB in all`),
    );
  });

  it('says that the backend reset', async () => {
    const reset = (socket: Socket): unknown => socket.once('data', () => socket.resetAndDestroy());
    expect(await checked(PING, reset, onEnd)).toEqual(failed('connection_reset'));
  });

  it('sends the header of the PROXY protocol first, where backends want one', async () => {
    let sent = '';
    const serve = (socket: Socket): void => {
      socket.on('data', (chunk) => {
        sent += chunk.toString('latin1');
        if (sent.endsWith('PING\r\n')) socket.write('+PONG');
      });
    };
    expect(await checked(PING, serve, onEnd, { sendProxy: 'v1' })).toEqual(OK);
    expect(sent).toBe('PROXY UNKNOWN\r\nPING\r\n');
  });
});

describe('the check expect:TEXT', () => {
  it('waits for a backend that speaks first', async () => {
    expect(await answeredWith('220 mail.example ESMTP\r\n', 'expect:220 ')).toEqual(OK);
    expect(await answeredWith('554 no\r\n', 'expect:220 ')).toEqual(
      failed(String.raw`expected "220 ", got "554 no\r\n"`),
    );
  });

  it('sends nothing', async () => {
    const sent: unknown[] = [];
    const serve = (socket: Socket): void => {
      socket.on('data', (chunk) => sent.push(chunk)).write('220');
    };
    expect(await checked('expect:220', serve, onEnd)).toEqual(OK);
    expect(sent).toEqual([]);
  });
});
