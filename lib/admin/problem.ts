import { LbsimError, type ErrorCode } from '../errors.js';

/** The problems of the API, each with its status and title. */
const PROBLEMS = {
  'bad-json': [400, 'Not JSON'],
  'bad-parameter': [400, 'Bad parameter'],
  'no-token': [401, 'A token is needed'],
  'view-only': [403, 'The token may only look'],
  'cross-site': [403, 'Asked for by a page of another site'],
  'unknown-path': [404, 'No such path'],
  'unknown-backend': [404, 'No such backend'],
  'unknown-connection': [404, 'No such connection'],
  'unknown-session': [404, 'No such session'],
  'unknown-scene': [404, 'No such scene'],
  'not-a-laboratory-backend': [404, 'Not an lbsim server'],
  method: [405, 'Method not allowed'],
  'duplicate-backend': [409, 'There is such a backend'],
  'needs-restart': [409, 'Only a restart changes that'],
  'in-use': [409, 'The backend has connections'],
  'no-file': [409, 'There is no config file'],
  stopping: [409, 'It stops'],
  stale: [412, 'Changed meanwhile'],
  'too-large': [413, 'Too large'],
  'not-json': [415, 'The body has to be JSON'],
  misdirected: [421, 'Not a name of this server'],
  invalid: [422, 'Invalid'],
  'if-match-needed': [428, 'If-Match is needed'],
  'too-many': [429, 'Too many'],
  internal: [500, 'Internal error'],
  starting: [503, 'Not ready'],
  'not-yet': [504, 'Not yet'],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type ProblemType = keyof typeof PROBLEMS;

const OF_CODES: Partial<Record<ErrorCode, ProblemType>> = {
  ERR_BACKEND_DUPLICATE: 'duplicate-backend',
  ERR_STATE: 'stopping',
};

/** More about a problem: members of its document, and headers of its answer. */
export interface ProblemDetails {
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
    const { code, members } = this.details;
    return {
      type: `urn:lbsim:problem:${this.type}`,
      title: PROBLEMS[this.type][1],
      status: this.status,
      detail: this.message,
      ...(code !== undefined && { code }),
      instance,
      ...members,
    };
  }
}

/** The problem that an error is for the one who asked. */
export function problemOf(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  if (!(error instanceof LbsimError)) return new ApiProblem('internal', 'internal error: please report it');
  const { code, message, kind } = error;
  return new ApiProblem(OF_CODES[code] ?? (kind === 'usage' ? 'invalid' : 'internal'), message, { code });
}
