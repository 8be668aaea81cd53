import { failureKind } from '../net/failure.js';
import type { Conversation } from './run-check.js';
import { quotedBytes } from './escaped-bytes.js';

/** Bytes that the header of an answer may have. */
const MAX_HEADER_BYTES = 16 * 1024;

/**
 * Asks by GET of HTTP/1.1. The backend is well when the status of its answer is 200 to 399, as HAProxy has it; the body is not
 * read.
 *
 * @param host - for the field Host
 */
export function httpCheck(path: string, host: string): Conversation {
  return (socket, done) => {
    // Loaded by the first check: a balancer that has none starts without it.
    const { request } = process.getBuiltinModule('node:http');
    const answered = ({ statusCode = 0 }): void => {
      if (statusCode >= 200 && statusCode < 400) done({ ok: true });
      else done({ ok: false, reason: `http ${statusCode}` });
    };
    const headers = { Host: host, 'User-Agent': 'lbsim', Accept: '*/*', Connection: 'close' };
    request({ createConnection: () => socket, path, headers, maxHeaderSize: MAX_HEADER_BYTES })
      .on('response', answered)
      .on('upgrade', answered)
      .on('error', (error) => done({ ok: false, reason: reasonOf(error) }))
      .end();
    return () => 'http: no answer';
  };
}

/** @param error - of Node's HTTP client */
function reasonOf(error: NodeJS.ErrnoException & { readonly rawPacket?: Uint8Array }): string {
  const { code = '', syscall, rawPacket } = error;
  if (code === 'HPE_HEADER_OVERFLOW') return `http: header longer than ${MAX_HEADER_BYTES / 1024} KiB`;
  if (code === 'HPE_INVALID_EOF_STATE' || (code === 'ECONNRESET' && syscall === undefined))
    return 'http: closed before an answer';
  if (!code.startsWith('HPE_')) return failureKind(error);
  return `http: malformed answer${rawPacket === undefined ? '' : ` ${quotedBytes(rawPacket)}`}`;
}
