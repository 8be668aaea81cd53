import { LbsimError, type ErrorCode } from '../errors.js';

/** The problems of the API, each with its status, its title and its code. */
const PROBLEMS = {
  'bad-json': [400, 'Not JSON', 'ERR_BAD_JSON'],
  'bad-parameter': [400, 'Bad parameter', 'ERR_BAD_PARAMETER'],
  'bad-request': [400, 'Not an HTTP request', 'ERR_BAD_REQUEST'],
  'no-token': [401, 'A token is needed', 'ERR_NO_TOKEN'],
  'view-only': [403, 'The token may only look', 'ERR_VIEW_ONLY'],
  'cross-site': [403, 'Asked for by a page of another site', 'ERR_CROSS_SITE'],
  'unknown-path': [404, 'No such path', 'ERR_PATH_UNKNOWN'],
  'unknown-backend': [404, 'No such backend', 'ERR_BACKEND_UNKNOWN'],
  'unknown-connection': [404, 'No such connection', 'ERR_CONNECTION_UNKNOWN'],
  'unknown-session': [404, 'No such session', 'ERR_SESSION_UNKNOWN'],
  'unknown-scene': [404, 'No such scene', 'ERR_SCENE_UNKNOWN'],
  'not-a-laboratory-backend': [404, 'Not an lbsim server', 'ERR_NOT_AN_LBSIM_SERVER'],
  method: [405, 'Method not allowed', 'ERR_METHOD'],
  'too-slow': [408, 'Too slow', 'ERR_TOO_SLOW'],
  'duplicate-backend': [409, 'There is such a backend', 'ERR_BACKEND_DUPLICATE'],
  'needs-restart': [409, 'Only a restart changes that', 'ERR_NEEDS_RESTART'],
  'not-held': [409, 'New clients are not held', 'ERR_NOT_HELD'],
  'too-busy': [409, 'Clients come too fast', 'ERR_TOO_BUSY'],
  'in-use': [409, 'The backend has connections', 'ERR_BACKEND_IN_USE'],
  leaving: [409, 'The backend is leaving', 'ERR_BACKEND_LEAVING'],
  'no-file': [409, 'There is no config file', 'ERR_NO_CONFIG_FILE'],
  'not-now': [409, 'Not possible as it stands', 'ERR_STATE'],
  stopping: [409, 'It stops', 'ERR_STATE'],
  stale: [412, 'Changed meanwhile', 'ERR_STALE'],
  'too-large': [413, 'Too large', 'ERR_TOO_LARGE'],
  'not-json': [415, 'The body has to be JSON', 'ERR_NOT_JSON'],
  misdirected: [421, 'Not a name of this server', 'ERR_MISDIRECTED'],
  expectation: [417, 'Nothing is expected here', 'ERR_EXPECTATION'],
  invalid: [422, 'Invalid', 'ERR_OPTION_INVALID'],
  'if-match-needed': [428, 'If-Match is needed', 'ERR_IF_MATCH_NEEDED'],
  'too-many': [429, 'Too many', 'ERR_TOO_MANY'],
  'headers-too-large': [431, 'Headers too large', 'ERR_HEADERS_TOO_LARGE'],
  internal: [500, 'Internal error', 'ERR_INTERNAL'],
  starting: [503, 'Not ready', 'ERR_NOT_READY'],
  'not-yet': [504, 'Not yet', 'ERR_NOT_YET'],
} as const satisfies Record<string, readonly [status: number, title: string, code: `ERR_${string}`]>;

export type ProblemType = keyof typeof PROBLEMS;

const OF_CODES: Partial<Record<ErrorCode, ProblemType>> = {
  ERR_BACKEND_DUPLICATE: 'duplicate-backend',
  ERR_BACKEND_LEAVING: 'leaving',
  ERR_NOT_HELD: 'not-held',
  ERR_STATE: 'not-now',
  ERR_TOO_BUSY: 'too-busy',
};

/** More about a problem: members of its document, and headers of its answer. */
export interface ProblemDetails {
  /** @default that of the type */
  readonly code?: string;
  readonly members?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A request that is refused, or fails: what becomes a problem document (RFC 9457). Its detail has three parts, as every error
 * of lbsim: what was wrong, the value received, what to try.
 */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly type: ProblemType;
  readonly details: ProblemDetails;

  constructor(type: ProblemType, detail: string, details: ProblemDetails = {}) {
    super(detail);
    this.type = type;
    this.details = details;
  }

  get status(): number {
    return PROBLEMS[this.type][0];
  }

  /** @param instance - the path that was asked for */
  document(instance: string): object {
    const [status, title, usual] = PROBLEMS[this.type];
    const { code = usual, members } = this.details;
    return {
      type: `urn:lbsim:problem:${this.type}`,
      title,
      status,
      detail: this.message,
      code,
      instance,
      ...members,
    };
  }
}

/** The problem that an error is for the one who asked. @param isStopping - asked where that may be why */
export function problemOf(error: unknown, isStopping: () => boolean): ApiProblem {
  if (error instanceof ApiProblem) return error;
  if (!(error instanceof LbsimError)) return new ApiProblem('internal', 'internal error: please report it');
  const { code, message, kind } = error;
  if (code === 'ERR_STATE' && isStopping()) return new ApiProblem('stopping', message);
  return new ApiProblem(OF_CODES[code] ?? (kind === 'usage' ? 'invalid' : 'internal'), message, { code });
}
