import { afterEach, describe, expect, it } from '@jest/globals';
import { givenTokens } from '../../lib/cli/given-tokens.js';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFile } from '../helpers/folder.js';
import { refusal } from '../helpers/refusal.js';

const onEnd = cleanup();

describe('the tokens of an admin API', () => {
  afterEach(() => void delete process.env.LBSIM_ADMIN_TOKEN);

  it('are the lines of a file, or one from the environment', async () => {
    expect(givenTokens(await temporaryFile(onEnd, 'both', 'abc\n def \n'))).toEqual({
      operate: 'abc',
      view: 'def',
    });
    expect(givenTokens(await temporaryFile(onEnd, 'one', 'abc'))).toEqual({ operate: 'abc' });
    expect(givenTokens(undefined)).toBeUndefined();
    process.env.LBSIM_ADMIN_TOKEN = 'ghi';
    expect(givenTokens(undefined)).toEqual({ operate: 'ghi' });
  });

  it.each([
    ['\nabc', /no token in its first line/],
    ['a b', /no token in its first line/],
    ['abc\nabc', /no other token in its second line/],
    ['abc\nd e', /no other token in its second line/],
  ])('are not these of a file: %j', async (text, message) => {
    const file = await temporaryFile(onEnd, 'tokens', text);
    expect(await refusal(() => givenTokens(file))).toMatchObject({
      code: 'ERR_OPTION_INVALID',
      message: expect.stringMatching(message) as unknown,
    });
  });

  it.each([' ', 'a b', 'a\tb', 'é'])('are not these of the environment: %j', async (text) => {
    process.env.LBSIM_ADMIN_TOKEN = text;
    expect(await refusal(() => givenTokens(undefined))).toMatchObject({
      message: expect.stringMatching(/LBSIM_ADMIN_TOKEN has blanks/) as unknown,
    });
  });
});
