import { ADMIN_TOKEN, type ADMIN_TABLE } from '../admin/option-table.js';
import { randomToken, type TokenTexts } from '../admin/tokens.js';
import { optionError } from '../errors.js';
import type { Values } from '../schema/option.js';
import { LOOPBACK } from './loopback.js';
import { readText } from './options/config-file.js';

/** What an `Authorization` header can carry. */
const TOKEN = /^[\x21-\x7e]+$/;

/**
 * The tokens of an admin API that were chosen, if any: in a file of two lines, or the first of them in `LBSIM_ADMIN_TOKEN`.
 *
 * @throws LbsimError `ERR_OPTION_INVALID`: the first line of the file has none, both are the same, or one could not be sent
 */
export function givenTokens(file: string | undefined): TokenTexts | undefined {
  if (file === undefined) {
    const operate = process.env[ADMIN_TOKEN];
    if (operate === undefined || operate === '') return undefined;
    if (!TOKEN.test(operate))
      throw optionError(
        `${ADMIN_TOKEN} has blanks or other characters that cannot be sent: use one such as ${randomToken()}`,
      );
    return { operate };
  }
  const [operate = '', view] = readText(file, 'token file')
    .split(/\r?\n/)
    .map((line) => line.trim());
  if (!TOKEN.test(operate))
    throw optionError(
      `token file '${file}' has no token in its first line: write one such as ${randomToken()}`,
    );
  if (view === undefined || view === '') return { operate };
  if (!TOKEN.test(view) || view === operate)
    throw optionError(
      `token file '${file}' has no other token in its second line, that of those who may only look: write one such as ${randomToken()}`,
    );
  return { operate, view };
}

/**
 * The tokens for the admin API of a command, if any were chosen.
 *
 * @throws LbsimError `ERR_OPTION_INVALID` as {@link givenTokens} does, and for a port that others can reach without a token
 */
export function adminTokens({
  admin,
  'admin-token-file': file,
}: Values<typeof ADMIN_TABLE>): TokenTexts | undefined {
  const tokens = givenTokens(file);
  if (admin !== undefined && admin !== 'off' && tokens === undefined && !LOOPBACK.test(admin.host))
    throw optionError(
      `the admin API on ${admin.host} could be reached by other machines without a token: give --admin-token-file, or ${ADMIN_TOKEN}`,
    );
  return tokens;
}
