/** Why a connection could not be made or did not last, as logs and reports name it. */
export const FAILURE_KINDS = [
  'connection_refused',
  'connection_reset',
  'connect_timeout',
  'closed_unanswered',
  'host_unreachable',
  'network_unreachable',
  'host_not_found',
  'no_local_port',
  'too_many_open_files',
  'io_error',
] as const;
export type FailureKind = (typeof FAILURE_KINDS)[number];

/** A kind of failure, or what a probe of the user's own said in words. */
export type FailureReason = FailureKind | (string & {});

/** Failures of this machine rather than of the backend that was to be reached. */
const OWN_FAILURES: ReadonlySet<string> = new Set(['too_many_open_files', 'no_local_port']);

/** Whether the failure is this machine's own, and says nothing of the other side. */
export function isOwnFailure(reason: FailureReason): boolean {
  return OWN_FAILURES.has(reason);
}

const KNOWN: ReadonlySet<string> = new Set(FAILURE_KINDS);

/** Whether the reason is one of the known kinds, and not words of a probe. */
export function isFailureKind(reason: FailureReason): reason is FailureKind {
  return KNOWN.has(reason);
}

/** `connection_refused` → `connection refused`; other words stay as they are, on one line. */
export function failureText(reason: FailureReason): string {
  return isFailureKind(reason) ? reason.replaceAll('_', ' ') : reason.replace(/\p{Cc}+/gu, ' ');
}
