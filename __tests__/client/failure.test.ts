import { describe, expect, it } from '@jest/globals';
import {
  ClientFailure,
  connectError,
  connectFailure,
  lostBy,
  resetError,
  streamError,
} from '../../lib/client/failure.js';

const address = { host: '::1', port: 8080 };

function systemError(code: string): Error {
  return Object.assign(new Error(`write ${code}`), { code });
}

describe('failures of a client', () => {
  it.each([
    ['ECONNRESET', 'reset'],
    ['EPIPE', 'reset'],
    ['ETIMEDOUT', 'timeout'],
    ['EHOSTUNREACH', 'host_unreachable'],
    ['EWHATEVER', 'io_error'],
  ])('calls %s on a connection that stood %s', (code, kind) => {
    expect(lostBy(systemError(code)).kind).toBe(kind);
  });

  it('keeps the kind of a connection that could not be made, so that it is told from a lost one', () => {
    expect(connectFailure('connection_reset').kind).toBe('connection_reset');
  });

  it('says in one line where nobody listens and what to try', () => {
    const error = connectError([[address, connectFailure('connection_refused')]]);
    expect(error).toMatchObject({ name: 'LbsimError', code: 'ERR_CONNECT', kind: 'runtime' });
    expect(error.message).toBe(
      'cannot connect to [::1]:8080 (connection refused): start a server or a balancer there, or give another address',
    );
  });

  it('keeps the failure as the cause', () => {
    const failure = new ClientFailure('reset', 'connection reset');
    expect(resetError(address, failure).cause).toBe(failure);
  });

  it('names the code of a stream that failed', () => {
    const error = streamError('read the input', systemError('EISDIR'));
    expect(error).toMatchObject({ code: 'ERR_STREAM' });
    expect(error.message).toContain('cannot read the input (EISDIR)');
  });
});
