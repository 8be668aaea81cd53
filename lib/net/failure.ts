import { systemErrorCode } from '../errors.js';

/** Why a connection could not be made or did not last, as logs and reports name it. */
export type FailureKind =
  | 'connection_refused'
  | 'connection_reset'
  | 'connect_timeout'
  | 'closed_unanswered'
  | 'host_unreachable'
  | 'network_unreachable'
  | 'host_not_found'
  | 'no_local_port'
  | 'too_many_open_files'
  | 'io_error';

/** A kind of failure, or what a probe of the user's own said in words. */
export type FailureReason = FailureKind | (string & {});

const KINDS: Readonly<Record<string, FailureKind>> = {
  ECONNREFUSED: 'connection_refused',
  ECONNRESET: 'connection_reset',
  ECONNABORTED: 'connection_reset',
  EPIPE: 'connection_reset',
  ETIMEDOUT: 'connect_timeout',
  EHOSTUNREACH: 'host_unreachable',
  EHOSTDOWN: 'host_unreachable',
  ENETUNREACH: 'network_unreachable',
  ENETDOWN: 'network_unreachable',
  ENOTFOUND: 'host_not_found',
  EAI_AGAIN: 'host_not_found',
  EADDRNOTAVAIL: 'no_local_port',
  EMFILE: 'too_many_open_files',
  ENFILE: 'too_many_open_files',
};

/** Names a socket error by its `code`; anything unknown is an `io_error`. */
export function failureKind(error: unknown): FailureKind {
  return KINDS[systemErrorCode(error) ?? ''] ?? 'io_error';
}

/** Failures of this machine rather than of the backend that was to be reached. */
const OWN_FAILURES: ReadonlySet<string> = new Set(['too_many_open_files', 'no_local_port']);

/** Whether the failure is this machine's own, and says nothing of the other side. */
export function isOwnFailure(reason: FailureReason): boolean {
  return OWN_FAILURES.has(reason);
}

const KNOWN: ReadonlySet<string> = new Set([...Object.values(KINDS), 'closed_unanswered', 'io_error']);

/** `connection_refused` → `connection refused`; other words stay as they are, on one line. */
export function failureText(reason: FailureReason): string {
  return KNOWN.has(reason) ? reason.replaceAll('_', ' ') : reason.replace(/\p{Cc}+/gu, ' ');
}
