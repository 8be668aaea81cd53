import { METHODS, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { ANSWER_HEADERS } from './answer-headers.js';
import { ApiProblem } from './problem.js';

/** What `node:http` says of bytes that it cannot read as a request. */
export interface ParserError extends Error {
  readonly code?: string;
  readonly reason?: string;
  readonly rawPacket?: Buffer;
}

const ALLOWED = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
/** The first byte of a TLS handshake. */
const TLS = 0x16;

/** The problem of a request that never came to be one. */
export function problemOfBytes({ code, reason, message, rawPacket }: ParserError): ApiProblem {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return new ApiProblem('too-slow', 'the request did not come whole in time: send it at once');
  if (code === 'HPE_HEADER_OVERFLOW')
    return new ApiProblem('headers-too-large', 'the headers are too large: send less than 16 KiB of them');
  if (rawPacket?.[0] === TLS)
    return new ApiProblem('bad-request', 'it looks like TLS, which is not spoken here: use http://');
  const method = /^([\w-]{1,32}) /.exec(rawPacket?.toString('latin1', 0, 64) ?? '')?.[1];
  if (code === 'HPE_INVALID_METHOD' && method !== undefined && !METHODS.includes(method))
    return methodProblem(method);
  return badRequest(reason ?? message);
}

/** @param reason - why it is no request */
export function badRequest(reason: string): ApiProblem {
  return new ApiProblem('bad-request', `it is not an HTTP request (${reason}): send one of HTTP/1.1`);
}

/** The problem of a method that no path has. */
export function methodProblem(method: string): ApiProblem {
  const allowed = ALLOWED.join(', ');
  return new ApiProblem('method', `method ${method} is not possible: use one of ${allowed}`, {
    headers: { Allow: allowed },
  });
}

/** What its answer says of itself, besides the document. */
export function problemHeaders({ details }: ApiProblem): Record<string, string> {
  return { ...ANSWER_HEADERS, ...details.headers, 'Content-Type': 'application/problem+json' };
}

/** Its document; which path was asked for is not known. */
export function problemText(problem: ApiProblem): string {
  return JSON.stringify(problem.document(''));
}

/** Answers on a connection that has no request to answer, and closes it. */
export function sendProblem(socket: Duplex, problem: ApiProblem): void {
  const { status } = problem;
  const text = problemText(problem);
  const headers = {
    ...problemHeaders(problem),
    'Content-Length': String(Buffer.byteLength(text)),
    Connection: 'close',
  };
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head.join('')}\r\n${text}`, () =>
    socket.destroy(),
  );
}
