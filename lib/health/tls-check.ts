import { isIP } from 'node:net';
import { failureKind } from '../net/failure.js';
import type { Conversation } from './run-check.js';

/**
 * The backend is well when a TLS handshake completes. Its certificate is not verified: the check asks whether the backend is
 * well, not which one it is, and tells it nothing.
 *
 * @param host - the name that is asked for (SNI), unless it is an IP address
 */
export function tlsCheck(host: string): Conversation {
  return (socket, done) => {
    // Loaded by the first check: a balancer that has none starts without it.
    const { connect } = process.getBuiltinModule('node:tls');
    const servername = isIP(host) === 0 ? { servername: host } : {};
    connect({ socket, rejectUnauthorized: false, ...servername })
      .on('secureConnect', () => done({ ok: true }))
      .on('error', (error: Error) => done({ ok: false, reason: reasonOf(error) }));
    return () => 'tls: no handshake';
  };
}

/** @param error - of Node's TLS client; `reason` is OpenSSL's */
function reasonOf(error: NodeJS.ErrnoException & { readonly reason?: string }): string {
  const { code, syscall, reason } = error;
  if (reason !== undefined) return `tls: ${reason}`;
  return code === 'ECONNRESET' && syscall === undefined
    ? 'tls: closed during the handshake'
    : failureKind(error);
}
