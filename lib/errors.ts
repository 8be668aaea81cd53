import { printable } from './printable.js';

/** What can remedy it: `usage` is the caller's input (exit status 2), `runtime` the world's state (exit status 1). */
export type ErrorKind = 'usage' | 'runtime';

/** Stable names of everything lbsim refuses or fails at; branch on these, never on message text. */
export type ErrorCode =
  | 'ERR_ADDRESS_IN_USE'
  | 'ERR_ADDRESS_NOT_AVAILABLE'
  | 'ERR_ALGORITHM'
  | 'ERR_BACKEND_DUPLICATE'
  | 'ERR_BACKEND_LEAVING'
  | 'ERR_BACKENDS_EMPTY'
  | 'ERR_BACKENDS_FILE'
  | 'ERR_CLUSTER'
  | 'ERR_CONFIG_FILE'
  | 'ERR_CONNECT'
  | 'ERR_CSV_FILE'
  | 'ERR_ENGINE'
  | 'ERR_HOST_NOT_FOUND'
  | 'ERR_HTML_FILE'
  | 'ERR_LISTEN'
  | 'ERR_LOG_FILE'
  | 'ERR_NO_ANSWER'
  | 'ERR_NOT_HELD'
  | 'ERR_OPTION_INVALID'
  | 'ERR_RECORDING'
  | 'ERR_REFUSED'
  | 'ERR_SCENARIO'
  | 'ERR_STATE'
  | 'ERR_STREAM'
  | 'ERR_TOO_BUSY'
  | 'ERR_UNKNOWN_ALGORITHM'
  | 'ERR_WORKER';

export interface LbsimErrorOptions {
  /** @default 'runtime' */
  readonly kind?: ErrorKind;
  readonly cause?: unknown;
}

/**
 * Every error that lbsim throws on purpose. Its message is one line of three parts: what was wrong, the value
 * received, what to try. The value may be anyone's text, so control characters are escaped.
 */
export class LbsimError extends Error {
  override readonly name = 'LbsimError';
  readonly code: ErrorCode;
  readonly kind: ErrorKind;

  constructor(code: ErrorCode, message: string, { kind = 'runtime', cause }: LbsimErrorOptions = {}) {
    super(printable(message), cause === undefined ? undefined : { cause });
    this.code = code;
    this.kind = kind;
  }
}

/** What was asked for is wrong: `ERR_OPTION_INVALID` of kind `usage`. */
export function optionError(message: string, cause?: unknown): LbsimError {
  return new LbsimError('ERR_OPTION_INVALID', message, { kind: 'usage', cause });
}

/** @param wanted - what to use instead: `0 to 65535` */
export function outOfRange(name: string, value: unknown, wanted: string): LbsimError {
  return optionError(`${name} ${String(value)} is out of range: use ${wanted}`);
}

/** The `code` of a Node system error (`ECONNREFUSED`, …), or undefined for anything else. */
export function systemErrorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** What went wrong in a file operation, without the call and the path: `ENOENT: no such file or directory`. */
export function fileErrorReason(error: unknown): string {
  const { message } = error as { readonly message?: unknown };
  return String(message ?? error).replace(/, \w+( '.*')?$/s, '');
}
