import type { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { cleanup } from '../helpers/cleanup.js';
import { checked, type CheckedOptions } from './checked.js';

const onEnd = cleanup();
const OK = { ok: true };

/** The result of `http:/health` when the backend answers a whole request with that, and does not close. */
async function answeredWith(answer: string, then: (socket: Socket) => void = () => undefined) {
  return checked(
    'http:/health',
    (socket) => {
      socket.once('data', () => {
        socket.write(answer);
        then(socket);
      });
    },
    onEnd,
  );
}

/** Sends that again and again, as long as it is taken. */
const endlessly = (piece: string) => (socket: Socket) => {
  const more = (): void => {
    if (socket.destroyed) return;
    if (socket.write(piece)) setImmediate(more);
    else socket.once('drain', more);
  };
  more();
};

/** The result for a backend that does that at once, and answers nothing. */
async function from(serve: (socket: Socket) => void, options: CheckedOptions = { timeoutMs: 300 }) {
  return checked('http:/health', serve, onEnd, options);
}

describe('the check http:PATH', () => {
  it.each([
    ['200', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nB1\n'],
    ['204 of HTTP/1.0', 'HTTP/1.0 204 No Content\r\n\r\n'],
    ['302', 'HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\n\r\n'],
    ['399', 'HTTP/1.1 399 Unheard Of\r\n\r\n'],
    ['200 after 103', 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\n\r\n'],
    ['200 and half a body', 'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nB'],
  ])('is content with %s', async (_status, answer) => {
    expect(await answeredWith(answer)).toEqual(OK);
  });

  it.each([
    ['400', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['404', 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n'],
    ['503', 'HTTP/1.1 503 Service Unavailable\r\n\r\nstarting'],
    ['101', 'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'],
  ])('says the status %s', async (status, answer) => {
    expect(await answeredWith(answer)).toEqual({ ok: false, reason: `http ${status}` });
  });

  it('asks by GET, of the host that was configured, and has the connection closed', async () => {
    let asked = '';
    const serve = (socket: Socket): void => {
      socket.on('data', (chunk) => {
        asked += chunk.toString();
        if (asked.endsWith('\r\n\r\n')) socket.write('HTTP/1.1 200 OK\r\n\r\n');
      });
    };
    expect(await checked('http:/a?b=c', serve, onEnd, { host: 'fe80::1%eth0' })).toEqual(OK);
    expect(asked).toMatch(
      /^GET \/a\?b=c HTTP\/1\.1\r\nHost: \[fe80::1\]:\d+\r\nUser-Agent: lbsim\r\nAccept: \*\/\*\r\nConnection: close\r\n\r\n$/,
    );
  });

  it('closes its connection once it knows', async () => {
    const closed = new Promise<void>((resolve) => {
      void checked(
        'http:/',
        (socket) => {
          socket.on('close', resolve);
          socket.once('data', () => endlessly(`HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(1000)}`)(socket));
        },
        onEnd,
      );
    });
    await closed;
  });

  it('shows an answer that is not HTTP', async () => {
    expect(await answeredWith('SSH-2.0-x\r\n')).toEqual({
      ok: false,
      reason: String.raw`http: malformed answer "SSH-2.0-x\r\n"`,
    });
  });

  it('refuses an answer that breaks off within its header', async () => {
    const half = await answeredWith('HTTP/1.1 200 OK\r\nContent-', (socket) => socket.end());
    expect(half).toEqual({ ok: false, reason: 'http: closed before an answer' });
  });

  it('refuses a close without an answer, and a reset', async () => {
    expect(await from((socket) => socket.once('data', () => socket.end()))).toEqual({
      ok: false,
      reason: 'http: closed before an answer',
    });
    expect(await from((socket) => socket.once('data', () => socket.resetAndDestroy()))).toEqual({
      ok: false,
      reason: 'connection_reset',
    });
  });

  it('refuses a header that is too long, or never ends', async () => {
    const reason = 'http: header longer than 16 KiB';
    const long = `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(17_000)}\r\n\r\n`;
    expect(await answeredWith(long)).toEqual({ ok: false, reason });
    expect(await answeredWith('HTTP/1.1 200 OK\r\n', endlessly('X: x\r\n'))).toEqual({ ok: false, reason });
  });

  it('gives up when the time is up: nothing came, half an answer, or interim answers without end', async () => {
    const late = { ok: false, reason: 'http: no answer within 0.3 s' };
    expect(await from(() => undefined)).toEqual(late);
    expect(await from((socket) => socket.write('HTTP/1.1 200 OK\r\nX: '))).toEqual(late);
    expect(await from(endlessly('HTTP/1.1 100 Continue\r\n\r\n'))).toEqual(late);
  });
});
