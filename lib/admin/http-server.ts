import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { errorText } from '../error-text.js';
import { createApp, type PortAccess } from './app.js';
import { ApiProblem } from './problem.js';
import {
  badRequest,
  methodProblem,
  problemHeaders,
  problemOfBytes,
  problemText,
  sendProblem,
  type ParserError,
} from './wire-problem.js';
import type { StreamPlaces } from './stream-places.js';
import type { Subject } from './subject.js';

/** A request has to be sent whole in this time. */
const REQUEST_MS = 30_000;
/** A stream of snapshots has no last word to wait for. */
const LIVE = '/v1/live';

/**
 * The HTTP of an admin API, for connections that another server accepts. What is no request at all is answered by a problem
 * document as well.
 *
 * @param watch - told of each answer that is to come
 * @param access - as of {@link createApp}
 */
export function createHttp(
  subject: Subject,
  places: StreamPlaces,
  watch: (response: ServerResponse) => void,
  access?: PortAccess,
): Server {
  const { requests } = subject.metrics;
  const app = createApp(subject, places, access);
  const refused = (problem: ApiProblem): ApiProblem => {
    requests.answered('other', problem.status);
    return problem;
  };
  const answer = getRequestListener(app.fetch, {
    hostname: 'localhost', // of a request without one: a port refuses it, a Unix socket does not care
    errorHandler: (error) => {
      const problem = refused(badRequest(errorText(error)));
      return new Response(problemText(problem), { status: problem.status, headers: problemHeaders(problem) });
    },
  });
  const begun = new WeakMap<Socket, ServerResponse>();
  const http = createServer(
    {
      requestTimeout: REQUEST_MS,
      headersTimeout: REQUEST_MS,
      connectionsCheckingInterval: 1000,
      requireHostHeader: false,
    },
    (request, response) => {
      begun.set(request.socket, response);
      if (request.url?.startsWith(LIVE) !== true) watch(response);
      void answer(request, response);
    },
  );
  http.on('clientError', (error: ParserError, socket: Socket) => {
    const response = begun.get(socket);
    const isAsked = response !== undefined && !response.writableFinished;
    const problem = problemOfBytes(error);
    if (!socket.writable || (isAsked && response.headersSent)) socket.destroy();
    // A request whose body goes wrong is counted where it is answered, for nobody then.
    else sendProblem(socket, isAsked ? problem : refused(problem));
  });
  http.on('connect', (_request, socket) => sendProblem(socket, refused(methodProblem('CONNECT'))));
  http.on('checkExpectation', ({ headers, socket }: IncomingMessage) => {
    const detail = `expectation '${headers.expect}' is not met: use 100-continue, or none`;
    sendProblem(socket, refused(new ApiProblem('expectation', detail)));
  });
  // Connections come from a server of `node:net`; this one's watch over slow requests begins as if it listened.
  http.emit('listening');
  return http;
}
