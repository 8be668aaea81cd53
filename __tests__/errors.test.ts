import { describe, expect, it } from '@jest/globals';
import { fileErrorReason, LbsimError, optionError, outOfRange, systemErrorCode } from '../lib/errors.js';

describe('an error of lbsim', () => {
  it('is the runtime kind unless it says otherwise, and keeps its cause', () => {
    const cause = new Error('why');
    const error = new LbsimError('ERR_LISTEN', 'cannot listen', { cause });
    expect(error).toMatchObject({ name: 'LbsimError', code: 'ERR_LISTEN', kind: 'runtime', cause });
    expect(new LbsimError('ERR_LISTEN', 'cannot listen')).not.toHaveProperty('cause');
  });

  it('tells that an option is wrong, and what to use instead', () => {
    expect(optionError('no such mode')).toMatchObject({ code: 'ERR_OPTION_INVALID', kind: 'usage' });
    expect(outOfRange('port', 70_000, '0 to 65535')).toMatchObject({
      code: 'ERR_OPTION_INVALID',
      kind: 'usage',
      message: 'port 70000 is out of range: use 0 to 65535',
    });
  });
});

describe('an error of the system', () => {
  it.each([
    [Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
    [Object.assign(new Error('x'), { code: 5 }), undefined],
    [new Error('x'), undefined],
    ['ECONNREFUSED', undefined],
    [null, undefined],
    [undefined, undefined],
  ])('%p has the code %p', (error, code) => expect(systemErrorCode(error)).toBe(code));

  it.each([
    [new Error("ENOENT: no such file or directory, open '/a, b'"), 'ENOENT: no such file or directory'],
    [new Error('EISDIR: illegal operation on a directory, read'), 'EISDIR: illegal operation on a directory'],
    ['anything', 'anything'],
  ])('%p is told as %p', (error, reason) => expect(fileErrorReason(error)).toBe(reason));
});
