import { systemErrorCode } from '../errors.js';
import type { FailureKind } from '../failure.js';

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
