import { TLSSocket, type TLSSocketOptions } from 'node:tls';
import type { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { CERTIFICATE } from '../helpers/certificate.js';
import { cleanup } from '../helpers/cleanup.js';
import { checked, type CheckedOptions } from './checked.js';

const onEnd = cleanup();

/** A server of TLS; the name that it is asked for goes to `asked`. */
const speaksTls =
  (options: TLSSocketOptions = {}, asked: (name: string) => void = () => undefined) =>
  (socket: Socket): void => {
    const SNICallback: TLSSocketOptions['SNICallback'] = (name, done) => {
      asked(name);
      done(null);
    };
    new TLSSocket(socket, { isServer: true, ...CERTIFICATE, SNICallback, ...options }).on(
      'error',
      () => undefined,
    );
  };

async function result(serve: (socket: Socket) => void, options: CheckedOptions = {}) {
  return checked('tls', serve, onEnd, options);
}

describe('the check tls', () => {
  it('is content with a handshake that completes, whatever the certificate', async () => {
    expect(await result(speaksTls())).toEqual({ ok: true });
    expect(await result(speaksTls({ maxVersion: 'TLSv1.2' }))).toEqual({ ok: true });
  });

  it('asks for the name of the backend, but for no IP address', async () => {
    const asked: string[] = [];
    const serve = speaksTls({}, (name) => asked.push(name));
    expect(await result(serve, { host: 'b1.example' })).toEqual({ ok: true });
    expect(await result(serve)).toEqual({ ok: true });
    expect(asked).toEqual(['b1.example']);
  });

  it('says what is wrong with a handshake', async () => {
    expect(await result((socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'))).toEqual({
      ok: false,
      reason: 'tls: wrong version number',
    });
    expect(await result((socket) => socket.once('data', () => socket.end()))).toEqual({
      ok: false,
      reason: 'tls: closed during the handshake',
    });
    expect(await result((socket) => socket.once('data', () => socket.resetAndDestroy()))).toEqual({
      ok: false,
      reason: 'connection_reset',
    });
  });

  it('gives up when the time is up: nothing came, or half a record', async () => {
    const late = { ok: false, reason: 'tls: no handshake within 0.3 s' };
    expect(await result(() => undefined, { timeoutMs: 300 })).toEqual(late);
    const half = Buffer.from([22, 3, 3, 0x10, 0]);
    expect(await result((socket) => socket.write(half), { timeoutMs: 300 })).toEqual(late);
  });
});
