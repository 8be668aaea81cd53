import { describe, expect, it } from '@jest/globals';
import { failureText, isOwnFailure } from '../../lib/failure.js';
import { failureKind } from '../../lib/net/failure.js';

describe('failureKind', () => {
  it.each([
    ['ECONNREFUSED', 'connection_refused'],
    ['ECONNRESET', 'connection_reset'],
    ['ECONNABORTED', 'connection_reset'],
    ['EPIPE', 'connection_reset'],
    ['ETIMEDOUT', 'connect_timeout'],
    ['EHOSTUNREACH', 'host_unreachable'],
    ['EHOSTDOWN', 'host_unreachable'],
    ['ENETUNREACH', 'network_unreachable'],
    ['ENETDOWN', 'network_unreachable'],
    ['ENOTFOUND', 'host_not_found'],
    ['EAI_AGAIN', 'host_not_found'],
    ['EADDRNOTAVAIL', 'no_local_port'],
    ['EMFILE', 'too_many_open_files'],
    ['ENFILE', 'too_many_open_files'],
    ['EPROTO', 'io_error'],
  ])('names %s %s', (code, kind) => {
    expect(failureKind(Object.assign(new Error('failed'), { code }))).toBe(kind);
  });

  it.each([
    ['an error without a code', new Error('failed')],
    ['an error with a number for a code', Object.assign(new Error('failed'), { code: 104 })],
    ['something that is no error', 'ECONNRESET'],
    ['nothing', undefined],
  ])('calls %s an io_error', (_, error) => {
    expect(failureKind(error)).toBe('io_error');
  });
});

it('writes a kind as words', () => {
  expect(failureText('too_many_open_files')).toBe('too many open files');
});

it('tells what is wanting here from what is wrong with the other side', () => {
  expect((['too_many_open_files', 'no_local_port'] as const).every(isOwnFailure)).toBe(true);
  expect((['connection_refused', 'connect_timeout', 'io_error'] as const).some(isOwnFailure)).toBe(false);
});
